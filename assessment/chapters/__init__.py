"""One module a chapter, named in `config/chapters.toml`: the calls that its notebook's cells make. Beside them:

| modules | what they know |
|---|---|
| `opening base files` | what every chapter shows and keeps: opening, loading, checking, findings, sources, saving |
| `counts subjects cautions` | what is counted, over which months, and what makes the counts doubtful |
| `changes series standing districts` | a subject against the year before, over time, among the districts |
| `overview priorities themes occurrence` | crime as a whole, and what each priority is made of and has of its own |
| `one_priority control behind people where hot_spots wards standing_rates` | a priority's own chapter, part by part |
| `releases gradient residents`, `deprivation_…` | deprivation by release, crime across it, how many live there |
| `weights`, `harm_figures` | the days that each record weighs, and the few categories and places with most of them |
| `health health_index deaths` | what health data tell of drugs and alcohol |
| `received` | what was received, for the chapter on data quality |
"""
