// On the page of an article: steps from hit to hit without loading the page again, and a bar that follows scrolling.
// Of very many hits the page marks a portion; a step out of it loads the page that marks the next.
"use strict";
{
  const bar = document.querySelector(".steps[data-total]");
  const marks = document.querySelectorAll(".text mark[id]");
  const ticks = [...document.querySelectorAll(".rail a")];
  for (const button of bar?.querySelectorAll("button[name=hit]") ?? []) {  // from here on they are links within the page
    const link = document.createElement("a");
    link.className = button.className;
    link.href = `#hit-${button.value}`;
    link.textContent = button.textContent;
    link.setAttribute("aria-label", button.getAttribute("aria-label"));
    button.replaceWith(link);
  }
  const [told, previous, following, cite] = [".at", ".prev", ".next", ".down"].map(name => bar?.querySelector(name));
  const [served, first, total] = ["at", "first", "total"].map(name => Number(bar?.dataset[name]));
  const before = first - 1;  // hits before the first that is marked
  const markOf = number => marks[number - first];
  const address = new URL(location);
  const count = number => number.toLocaleString("en");
  const numberIn = address => Number(/#hit-(\d+)$/.exec(address)?.[1] ?? 0);
  const numberOf = link => numberIn(link?.getAttribute("href") ?? "");
  const to = (number, hash = `hit-${number}`) => {
    address.searchParams.set("hit", number);
    address.hash = hash;
    return address.href;
  };
  let at = 0;

  const show = number => {
    if (number === at) return;
    at = number;
    told.textContent = at ? `${count(at)} of ${count(total)}` : `${count(total)} ${total === 1 ? "hit" : "hits"}`;
    previous.href = to(at > 1 ? at - 1 : total);
    following.href = to(at % total + 1);
    cite.href = at === served ? "#cite" : to(at || 1, "cite");
    const tick = ticks.findLast(it => numberOf(it) <= at);
    for (const it of ticks) it.classList.toggle("now", it === tick);
  };

  const edge = () => bar.getBoundingClientRect().bottom;
  const inSight = (mark, top) => {
    const place = mark.getBoundingClientRect();
    return place.bottom > top && place.top < innerHeight;
  };
  // The first hit that is not above the edge, by halving: of thousands a dozen are looked at.
  const firstBelow = top => {
    let low = 0, high = marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (marks[middle].getBoundingClientRect().bottom > top) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const follow = () => {
    const top = edge(), chosen = numberIn(location.hash);
    for (const number of [chosen, at]) if (markOf(number) && inSight(markOf(number), top)) return show(number);
    const above = firstBelow(top);
    show(before + (above < marks.length && inSight(marks[above], top) ? above + 1 : above));
  };

  // Loads the page that marks the hit of the fragment, where this one does not.
  const fetched = () => {
    const number = numberIn(location.hash), elsewhere = number > 0 && number <= total && !markOf(number);
    if (elsewhere && address.searchParams.get("hit") !== String(number)) location.replace(to(number));
    return elsewhere;
  };

  if (bar && total) {
    const said = document.createElement("span");
    said.className = "unseen";
    said.setAttribute("role", "status");
    bar.append(said);
    document.querySelector(".reader").addEventListener("click", event => {
      const link = event.target.closest("a"), number = numberOf(link);
      if (!markOf(number) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const focused = document.activeElement === link;
      event.preventDefault();
      location.replace(`#hit-${number}`);  // no entry in the history, so that Back leads back to the results
      if (focused) link.focus({ preventScroll: true });  // going to a place that takes no focus has taken it away
      show(number);
      said.textContent = `Hit ${told.textContent}`;
    });
    let asked = false;
    addEventListener("scroll", () => {
      if (!asked) requestAnimationFrame(() => { asked = false; follow(); });
      asked = true;
    }, { passive: true });
    addEventListener("hashchange", () => fetched() || follow());
    // From here on the fragment tells the hit, among those that are marked at first.
    if (!fetched() && first === 1 && numberIn(location.hash) && address.searchParams.has("hit")) {
      address.searchParams.delete("hit");
      history.replaceState(history.state, "", address.href);
    }
    show(Math.min(numberIn(location.hash), total) || served);
  }
}
