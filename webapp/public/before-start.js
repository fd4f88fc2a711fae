// Runs before the first paint, as a file of its own since the content security policy allows no inline script: the
// page is drawn in the colour scheme that was chosen, and a script that cannot be loaded is told, not left blank.
(() => {
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("postagram.color-scheme") || chosen;
  } catch {
    // Storage is switched off: the system's scheme.
  }
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");

  const tell = (event) => {
    const waiting = document.querySelector(".before-start") !== null;
    if (waiting && event.target instanceof HTMLScriptElement) document.getElementById("start-failed").hidden = false;
  };
  addEventListener("error", tell, true);
  addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.matches("#start-failed button")) location.reload();
  });
})();
