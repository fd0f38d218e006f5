// Preview only: follows every save. Stylesheets are replaced in place; a page that has changed is reloaded, at the same position.
(function () {
  var own = document.currentScript;
  var version = own.getAttribute("data-version");
  var page = own.getAttribute("data-page");
  var isAway = false;
  var told = document.querySelector(".preview-panel");
  told = told && told.cloneNode(true);

  var question = null;
  var pause = 0;

  // A request without a version is answered at once: used after a restart, as the new server may have the same version, and in a
  // hidden page, as a browser has six connections to a host, for all its tabs, and each waiting request takes one.
  function wait() {
    var asks = !isAway && !document.hidden;
    question = asks ? new AbortController() : null;
    fetch("/__forhandsvisning/version" + (asks ? "?" + version : ""), question ? { signal: question.signal } : {})
      .then(function (answer) { return answer.text(); })
      .then(function (now) {
        question = null;
        if (isAway) { reload(); } else if (now !== version) { version = now; return look(); } else if (asks) { wait(); } else { rest(); }
      })
      .catch(function (fault) {
        if (fault.name === "AbortError") { wait(); return; }
        tellAway();
        setTimeout(wait, 1000);
      });
  }

  function rest() {
    if (document.hidden) { pause = setTimeout(goOn, 2000); } else { wait(); }
  }

  function goOn() {
    clearTimeout(pause);
    pause = 0;
    wait();
  }

  document.addEventListener("visibilitychange", function () {
    if (document.hidden && question) { question.abort(); } else if (!document.hidden && pause) { goOn(); }
  });

  function look() {
    return fetch("/__forhandsvisning/sida?" + location.pathname)
      .then(function (answer) { return answer.json(); })
      .then(function (found) {
        if (found.page !== page || !dress(found.styles)) { reload(); return; }
        show(found.panel);
        wait();
      });
  }

  // Replaces each stylesheet of the page; false where their number has changed.
  function dress(styles) {
    var old = [].filter.call(document.querySelectorAll("head link[rel=stylesheet]"), function (link) {
      return link.getAttribute("href").indexOf("/__forhandsvisning/") < 0;
    });
    if (old.length !== styles.length) { return false; }
    styles.forEach(function (address, place) {
      if (old[place].getAttribute("href") === address) { return; }
      var link = old[place].cloneNode();
      link.href = address;
      link.onload = function () { old[place].remove(); };
      old[place].after(link);
    });
    return true;
  }

  // An unchanged panel stays, with what is unfolded in it and its focus.
  function show(panel) {
    var old = document.querySelector(".preview-panel");
    var made = document.createElement("template");
    made.innerHTML = panel;
    var now = made.content.querySelector(".preview-panel");
    if (now && told && now.isEqualNode(told)) { return; }
    told = now && now.cloneNode(true);
    if (old) { old.remove(); }
    document.body.prepend(made.content);
    var count = now ? Number(now.getAttribute("data-errors")) : 0;
    document.title = (count ? "Fel (" + count + "): " : "") + document.title.replace(/^Fel \(\d+\): /, "");
  }

  function tellAway() {
    if (isAway) { return; }
    isAway = true;
    var note = document.createElement("p");
    note.className = "preview-away";
    note.setAttribute("role", "status");
    note.textContent = own.getAttribute("data-away");
    document.body.append(note);
  }

  // The reader's position: scrolling, and the focused field or link.
  function reload() {
    var at = document.activeElement, steps = [];
    for (; at && at !== document.body && at.parentNode; at = at.parentNode) {
      steps.unshift([].indexOf.call(at.parentNode.children, at));
    }
    try { sessionStorage.setItem("forhandsvisning", JSON.stringify([location.pathname, scrollX, scrollY, steps])); } catch (full) { }
    location.reload();
  }

  function restore() {
    var was = null;
    try {
      was = JSON.parse(sessionStorage.getItem("forhandsvisning"));
      sessionStorage.removeItem("forhandsvisning");
    } catch (none) { }
    if (!was || was[0] !== location.pathname) { return; }
    var at = was[3].reduce(function (above, place) { return above && above.children[place]; }, document.body);
    if (at && at !== document.body) { at.focus({ preventScroll: true }); }
    scrollTo(was[1], was[2]);
  }

  restore();
  wait();
})();

// Edit marks: one button opens the file in the system's program for it, the other copies its path.
document.addEventListener("click", function (event) {
  var button = event.target;
  var file = button.getAttribute("data-open");
  var path = button.getAttribute("data-copy");
  function say(word) {
    var before = button.getAttribute("data-word") || button.textContent;
    button.setAttribute("data-word", before);
    button.textContent = button.getAttribute(word);
    setTimeout(function () { button.textContent = before; }, 2500);
  }
  function select() {
    getSelection().selectAllChildren(button.parentNode.querySelector("code"));
    say("data-failed");
  }
  if (path && navigator.clipboard) {
    navigator.clipboard.writeText(path).then(function () { say("data-done"); }, select);
  } else if (path) {
    select();
  } else if (file) {
    // Only a page of this server can send this header.
    fetch("/__forhandsvisning/oppna", { method: "POST", headers: { "X-Forhandsvisning": "1" }, body: file })
      .then(function (answer) { say(answer.ok ? "data-done" : "data-failed"); }, function () { say("data-failed"); });
  }
});
