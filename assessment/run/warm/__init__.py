"""Kernels that are ready at once: forked from one process that has imported, once, what every chapter needs.

    zygote    the process that forks: one thread, no zmq context, Linux only
    child     what the fork becomes: an ipykernel of its own
    work      a function of ours that is called in a fork
    preload   what is imported and tried out before the first fork, and what when there is time
    kernels   the side of the build: starts the zygote, asks it for kernels, ends them all
    manager   what jupyter_client needs to take a kernel from there

The zygote also holds the tables of the areas that are built (`assessment.store.held`), so that no kernel reads them.
Where there is no fork, or the zygote cannot start, papermill's own engine runs the same notebooks.
"""
