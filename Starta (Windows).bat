@echo off
rem Double-click: opens the forms in the browser. The words are Swedish, for those who edit; chcp makes them readable.
chcp 65001 >nul
title Lokalamålen
cd /d "%~dp0"
set "PYTHON="
set "FITS=import sys; sys.exit(sys.version_info < (3, 11))"
py -3 -c "%FITS%" >nul 2>nul
if not errorlevel 1 set "PYTHON=py -3"
if defined PYTHON goto found
python -c "%FITS%" >nul 2>nul
if not errorlevel 1 set "PYTHON=python"
if not defined PYTHON goto missing
:found
if not exist ".venv" echo Första gången hämtas det som behövs. Det tar några minuter, och behöver internet.
echo Låt det här fönstret vara öppet så länge du redigerar. Stäng det när du är klar.
%PYTHON% tasks.py starta
if errorlevel 1 goto failed
exit /b 0
:missing
echo Python 3.11 eller senare behövs, och finns inte på datorn. Nu öppnas en sida som visar hur du skaffar det.
start "" "docs\skaffa-python.html"
pause
exit /b 1
:failed
echo.
echo Det gick inte att starta. Läs raderna ovanför. De säger vad du kan göra.
pause
exit /b 1
