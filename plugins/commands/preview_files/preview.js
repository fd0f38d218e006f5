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

// The editors' marks: a button that copies the path of the file to open.
document.addEventListener("click", function (event) {
  var path = event.target.getAttribute && event.target.getAttribute("data-copy");
  if (path && navigator.clipboard) { navigator.clipboard.writeText(path); }
});
