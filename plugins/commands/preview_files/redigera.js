// The editing pages work without this: it brings the eye to what is wrong, uploads files, and asks before typed words are lost.
(function () {
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  document.querySelectorAll("[data-open]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      fetch("/__forhandsvisning/oppna", { method: "POST", headers: { "X-Forhandsvisning": "1" }, body: button.getAttribute("data-open") })
        .then(function (answer) { button.textContent = answer.ok ? "Öppnad" : "Gick inte att öppna"; button.removeAttribute("aria-label"); })
        .catch(function () { button.textContent = "Gick inte att öppna"; });
    });
  });

  var form = document.getElementById("f-form");
  if (!form) { return; }
  var isTouched = !!summary;
  form.addEventListener("input", function () { isTouched = true; });
  form.addEventListener("submit", function (event) {
    if (!event.submitter || event.submitter.value !== "visa") { isTouched = false; }
  });
  window.addEventListener("beforeunload", function (event) { if (isTouched) { event.preventDefault(); event.returnValue = ""; } });

  function setIn(text, words) {
    text.focus();
    if (!document.execCommand || !document.execCommand("insertText", false, words)) {
      text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
    }
    isTouched = true;
  }
  document.querySelectorAll("[data-tools]").forEach(function (tools) {
    tools.hidden = false;
    var bar = tools.querySelector("markdown-toolbar");
    var text = document.getElementById(bar.getAttribute("for"));
    text.addEventListener("keydown", function (event) {
      var wanted = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && { b: "bold", k: "link" }[event.key];
      if (!wanted) { return; }
      event.preventDefault();
      bar.querySelector("[data-md-button=" + wanted + "]").click();
    });
    var part = tools.querySelector("[data-insert]");
    var field = part.querySelector("input");
    var said = part.querySelector("[role=status]");
    function put() {
      if (!field.value) { said.textContent = "Skriv något att söka efter först."; field.focus(); return; }
      var known = Array.prototype.some.call(field.list ? field.list.options : [], function (option) { return option.value === field.value; });
      if (!known) { said.textContent = "Välj något i listan."; field.focus(); return; }
      said.textContent = "";
      setIn(text, field.value);
      field.value = "";
    }
    part.querySelector("button").addEventListener("click", put);
    field.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); put(); } });
  });

  var key = form.querySelector("[name=nyckel]").value;
  document.querySelectorAll("[data-upload]").forEach(function (part) {
    part.hidden = false;
    var said = part.querySelector("[role=status]");
    var field = document.getElementById(part.getAttribute("data-for"));
    part.querySelector("input").addEventListener("change", function () {
      var file = this.files[0];
      if (!file) { return; }
      said.textContent = "Läggs in …";
      var folder = encodeURIComponent(part.getAttribute("data-upload"));
      fetch("/redigera/__fil?mapp=" + folder + "&namn=" + encodeURIComponent(file.name), {
        method: "POST", headers: { "X-Forhandsvisning": key }, body: file
      }).then(function (answer) {
        return answer.text().then(function (words) {
          var lines = words.split("\n");
          if (answer.ok) { field.value = lines.shift(); isTouched = true; lines.unshift("Filen är inlagd. Spara för att använda den."); }
          said.textContent = lines.join(" ");
        });
      }).catch(function () { said.textContent = "Filen kunde inte läggas in. Är den mycket stor, eller förhandsvisningen avstängd?"; });
    });
  });
})();
