"""How a command ends: what the terminal is told, and the exit code."""

import typer

from assessment.errors import AssessmentError, storage_fault, system_fault


def say(text: str) -> None:
    """A line on the terminal, without anything in it that would steer the terminal."""
    typer.echo("".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in text), err=True)


def told(error: Exception) -> int:
    """Print an error of the command's words, of the disk, or one that nobody foresaw; the exit code."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message())
        return 2
    if hasattr(error, "format_message"):
        context = getattr(error, "ctx", None)
        usage = f"\n{context.get_usage()}" if context else ""
        say(f"Error: {error.format_message()}{usage}")
        return 2
    say(f"Error: {foreseen(error)}")
    return 1


def foreseen(error: Exception) -> AssessmentError:
    """An error in our form: what is wrong, where, and the mend; of one that nobody foresaw, that it should be told."""
    known = error if isinstance(error, AssessmentError) else storage_fault(error) or system_fault(error)
    mend = "This is a fault of the workbook: report it with the command that you typed."
    return known or AssessmentError(f"{type(error).__name__}: {error}", mend=mend)
