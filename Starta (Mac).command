#!/bin/bash
# Double-click on a Mac: opens the forms in the browser. The words are Swedish, for those who edit.
cd "$(dirname "$0")" || exit 1
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
python=
# Apple's own /usr/bin/python3 is only a wish for one as long as its developer tools are not there: asking it opens a window.
for found in /Library/Frameworks/Python.framework/Versions/Current/bin/python3 /opt/homebrew/bin/python3 /usr/local/bin/python3 python3; do
  tool=$(command -v "$found") || continue
  [ "$tool" = /usr/bin/python3 ] && [ "$(uname)" = Darwin ] && ! xcode-select -p >/dev/null 2>&1 && continue
  if fits "$tool"; then python=$tool; break; fi
done
if [ -z "$python" ]; then
  echo "Python 3.11 eller senare behövs, och finns inte på datorn. Nu öppnas en sida som visar hur du skaffar det."
  open docs/skaffa-python.html 2>/dev/null || xdg-open docs/skaffa-python.html
  exit 1
fi
[ -d .venv ] || echo "Första gången hämtas det som behövs. Det tar några minuter, och behöver internet."
echo "Låt det här fönstret vara öppet så länge du redigerar. Stäng det när du är klar."
"$python" tasks.py starta || { echo; echo "Det gick inte att starta. Läs raderna ovanför. De säger vad du kan göra."; read -r -p "Tryck Enter för att stänga." _; exit 1; }
