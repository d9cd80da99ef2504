// What ipywidgets cannot do from Python, for the JupyterLab that `assessment lab` starts: cards in the launcher; keys that
// reach a panel's controls; names for slider handles; clicks on a map; a line into the clipboard. JupyterLab loads it as it
// is: a module federation container written by hand, which needs no build and brings nothing along.
(() => {
  "use strict";

  const PANEL = ".assessment-panel";
  const KEYED = `${PANEL} :is(select, button, .noUi-handle)`;
  let shared = {};

  // A module that JupyterLab shares with its extensions.
  const module = async (name) => (await Object.values(shared[name])[0].get())();

  // JupyterLab takes arrows, letters and Enter for its own commands while a list is closed (issue 3912 of ipywidgets).
  function leaveKeys(event) {
    const one = event.target.closest?.(KEYED);
    one?.toggleAttribute("data-lm-suppress-shortcuts", !(event.ctrlKey || event.metaKey || event.altKey));
  }

  // The handle of a slider is what has the focus; its name is the tooltip that Python gave to the slider.
  function nameHandles() {
    for (const handle of document.querySelectorAll(`${PANEL} .noUi-handle:not([aria-label])`)) {
      const told = handle.closest(".widget-slider").querySelector("label").title;
      if (told) handle.setAttribute("aria-label", told);
    }
  }

  // What is clicked on a map is chosen in the list that holds it, which is the way to it by keyboard.
  function choose(place) {
    for (const list of place.closest(PANEL).querySelectorAll("select")) {
      if (![...list.options].some((one) => one.value === place.dataset.choice)) continue;
      list.value = place.dataset.choice;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  async function copy(button) {
    await navigator.clipboard.writeText(button.closest(PANEL).querySelector(".copied input").value);
    const words = button.dataset.words ??= button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = words; }, 4000);
  }

  function clicked(event) {
    const place = event.target.closest?.(`${PANEL} [data-choice]`);
    const button = event.target.closest?.(`${PANEL} .copies`);
    if (place) choose(place);
    if (button) copy(button);
  }

  // The notebooks as cards: where to start, the panels, the chapters as config/chapters.toml lists them.
  async function notebooks(contents) {
    const listed = await contents.get("config/chapters.toml", { type: "file", format: "text", content: true });
    const chapters = listed.content.split("[[chapter]]").slice(1).map((entry) => {
      const said = (name) => JSON.parse(entry.match(new RegExp(`^${name} = (".*")`, "m"))[1]);
      return { label: `${said("number")} ${said("title")}`, path: `notebooks/${said("number")}_${said("name")}.ipynb` };
    });
    const folder = await contents.get("notebooks/explore");
    const panels = folder.content.filter((one) => one.name.endsWith(".ipynb")).map((one) => {
      const name = one.name.replace(".ipynb", "").replaceAll("_", " ");
      return { label: name === "start here" ? "Start here" : `Explore: ${name}`, path: one.path };
    });
    const first = panels.findIndex((one) => one.label === "Start here");
    return [...panels.splice(first, first < 0 ? 0 : 1), ...panels, ...chapters];
  }

  async function fillLauncher(app, launcher, icon) {
    app.commands.addCommand("assessment:open", {
      label: (args) => args.label ?? "Open a chapter",
      caption: (args) => args.path ?? "",
      icon,
      execute: (args) => app.commands.execute("docmanager:open", { path: args.path }),
    });
    for (const [rank, args] of (await notebooks(app.serviceManager.contents)).entries()) {
      launcher.add({ command: "assessment:open", args, category: "Strategic assessment", categoryRank: -1, rank });
    }
  }

  function watch() {
    window.addEventListener("keydown", leaveKeys, true);
    document.addEventListener("click", clicked);
    document.body.classList.add("assessment-lab");
    new MutationObserver(nameHandles).observe(document.body, { childList: true, subtree: true });
  }

  async function extension() {
    const { ILauncher } = await module("@jupyterlab/launcher");
    const { notebookIcon } = await module("@jupyterlab/ui-components");
    const activate = (app, launcher) => {
      watch();
      if (launcher) fillLauncher(app, launcher, notebookIcon).catch((error) => console.warn("assessment", error));
    };
    const plugin = { id: "assessment:panels", autoStart: true, optional: [ILauncher], activate };
    return () => ({ __esModule: true, default: plugin });
  }

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB.assessment = { init: (scope) => { shared = scope; }, get: extension };
})();
