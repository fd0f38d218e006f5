// The editing pages work without this script, which scrolls to errors, uploads files, and asks before typed text is lost.
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

  // The list of all content: show only rows that contain the typed words.
  var find = document.querySelector("[data-find]");
  if (find) {
    find.hidden = false;
    var found = find.querySelector("[role=status]");
    find.querySelector("input").addEventListener("input", function () {
      var words = this.value.trim().toLowerCase(), count = 0;
      document.querySelectorAll("main section").forEach(function (section) {
        var left = 0;
        section.querySelectorAll("li").forEach(function (row) {
          row.hidden = !!words && row.textContent.toLowerCase().indexOf(words) < 0;
          if (!row.hidden) { left += 1; }
        });
        section.querySelectorAll("details").forEach(function (part) {
          var own = part.querySelectorAll("li:not([hidden])").length;
          part.hidden = !!words && !own;
          part.open = !!words && !!own;
        });
        section.hidden = !!words && !left && section.querySelector("h2").textContent.toLowerCase().indexOf(words) < 0;
        count += left;
      });
      found.textContent = words ? (count ? count + (count === 1 ? " träff" : " träffar") : "Inget här har de orden.") : "";
    });
  }

  var form = document.getElementById("f-form");
  if (!form) { return; }
  var isTouched = !!document.querySelector(".wrong[data-focus]");
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
    // The toolbar's link button inserts a placeholder for the address: replace it by nothing, and say so.
    bar.addEventListener("click", function (event) {
      if (event.target.closest("[data-md-button=link]")) { setTimeout(leaveRoom); }  // after the button's own work
    });
    function take(from, to) {
      text.setSelectionRange(from, to);
      if (!document.execCommand || !document.execCommand("delete")) { text.setRangeText("", from, to, "end"); }
    }
    function leaveRoom() {
      var from = text.selectionStart, to = text.selectionEnd;
      if (text.value.slice(from, to) === "url" && text.value.slice(from - 2, from) === "](") {
        take(from, to);
        said.textContent = "Skriv eller klistra in adressen mellan parenteserna. En sida på webbplatsen sätter du in här.";
      } else if (from === to && text.value.slice(to, to + 6) === "](url)") {
        take(to + 2, to + 5);
        text.setSelectionRange(to, to);
        said.textContent = "Skriv länkens ord mellan hakparenteserna, och adressen mellan parenteserna.";
      }
    }
    function find(words) {
      var options = Array.prototype.slice.call(field.list ? field.list.options : []);
      var same = options.filter(function (option) { return option.value === words; });
      if (same.length) { return same[0].value; }
      var near = options.filter(function (option) {
        return (option.value + " " + option.label).toLowerCase().indexOf(words.toLowerCase()) >= 0;
      });
      return near.length === 1 ? near[0].value : "";
    }
    // A box stands on lines of its own, around what is marked; one continues to write in it.
    function box(begin, marked) {
      var isInLine = /[^\n]$/.test(text.value.slice(0, text.selectionStart));
      var end = "\n:::\n";
      setIn(text, (isInLine ? "\n\n" : "") + begin + "\n" + marked + end);
      text.setSelectionRange(text.selectionEnd - end.length, text.selectionEnd - end.length);
    }
    function put() {
      var words = field.value.trim();
      if (!words) { said.textContent = "Skriv något att söka efter först."; field.focus(); return; }
      var chosen = find(words);
      if (!chosen) { said.textContent = "Välj något i listan som kommer när du skriver."; field.focus(); return; }
      said.textContent = "";
      var marked = text.value.slice(text.selectionStart, text.selectionEnd);
      if (chosen.slice(0, 3) === ":::") { box(chosen, marked); field.value = ""; return; }
      var link = /^\[[^\]]*\](\([^)]*\))$/.exec(chosen);
      setIn(text, link && marked && marked.indexOf("\n") < 0 ? "[" + marked + "]" + link[1] : chosen);
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
