// Shows the progress of updates, problems, and whether the index has changed since the page was made.
"use strict";
(() => {
  const line = document.getElementById("progress");
  const idle = 5000, busy = 1500;
  const reload = document.createElement("a");
  reload.href = location.href.split("#")[0];
  reload.textContent = "The index has changed. Reload this page";
  let timer = 0;

  async function poll() {
    let live;
    try {
      live = await (await fetch("/api/v1/live")).json();
    } catch {
      return again(idle); // the server was stopped; it may come back
    }
    const newer = !live.unavailable && String(live.generation) !== line.dataset.generation;
    if (newer && "waiting" in line.dataset) return location.reload();
    line.setAttribute("aria-busy", String(live.updating !== null));
    show(live.line, newer);
    again(live.updating ? busy : idle);
  }

  function show(text, newer) {
    if (line.textContent === (newer ? `${text} ${reload.textContent}` : text)) return;
    line.replaceChildren(...(newer ? [text, " ", reload] : [text]));
  }

  function again(after) {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(poll, after);
  }

  document.addEventListener("visibilitychange", () => again(0));
  again(line.textContent ? busy : idle);
})();
