"""From executed notebooks to what the public reads: pages, the index, the spreadsheet.

`exporter` turns a chapter's notebook into its page, `index` lists an edition's chapters, figures and sources,
`tables` writes its workbook (`spreadsheet`) and CSV files (`twins`), `clean` takes the traces of the machine out of
its notebooks, `pages` has what all pages share.
"""
