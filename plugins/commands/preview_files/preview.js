// Preview only: waits until the site has been built again, and then loads the page anew where the reader was.
(function () {
  var version = document.currentScript.getAttribute("data-version");
  function wait() {
    fetch("/__forhandsvisning/version?" + version)
      .then(function (answer) { return answer.text(); })
      .then(function (now) {
        if (now !== version) { location.reload(); } else { wait(); }
      })
      .catch(function () { setTimeout(wait, 1000); });
  }
  wait();
})();

// The editors' marks: one button opens the file in the program of the system, the other copies its path.
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
    // The header is one that only a page of this server may send.
    fetch("/__forhandsvisning/oppna", { method: "POST", headers: { "X-Forhandsvisning": "1" }, body: file })
      .then(function (answer) { say(answer.ok ? "data-done" : "data-failed"); }, function () { say("data-failed"); });
  }
});
