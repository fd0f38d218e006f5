"""Descriptions of pictures that a machine wrote are reported; those that people write are not."""

from __future__ import annotations

import pytest

from plugins.core.pictures.descriptions import is_machine_made


@pytest.mark.parametrize(
    "words",
    [
        "IMG_2034", "IMG_2034.jpg", "img 2034", "DSC01234", "_MG_2034", "DSCF0012", "PXL_20240512_101112", "IMG-20240512-WA0001",
        "IMG_20240512_101112", "image001", "image1.png", "Bild 3", "bild3", "Picture 1", "Skärmbild (12)", "foto-2",
        "Skärmavbild 2024-05-12 kl. 10.11.12", "Screenshot 2024-05-12 at 10.11.12", "WhatsApp Image 2024-05-12 at 10.11.12",
        "ChatGPT Image 12 maj 2024 10_11_12", "DALL·E 2024-05-12 10.11.12", "Gemini_Generated_Image_1234", "frukost.jpg",
        "123456789_1234567890_n", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "Bild", "En bild.", "logotyp", "Namnlös design",
        "En bild som visar text, skärmbild, Teckensnitt Automatiskt genererad beskrivning", "Alt-text: En dukad frukost",
        "En bild som visar text, klädsel, person, utomhus",
        "Diagram Description automatically generated", "Beskriv vad bilden visar",
        "En bild som visar bord, inomhus. AI-genererat innehåll kan vara felaktigt.", "Kan vara en bild av 2 personer och text",
        "En bild som visar gräs Automatiskt genererad beskrivning med medelhög tillförlitlighet", "May be an image of food",
        "dukad-frukost_2", "frukost.tif", "frukost.eps", "frukost.ai",
    ],
)  # fmt: skip
def test_a_description_left_by_a_machine_is_recognised(words: str) -> None:
    assert is_machine_made(words, "/bilder/dukad-frukost_2.jpg")


@pytest.mark.parametrize(
    "words",
    [
        "", "En dukad frukost", "Frukost", "Agenda 2030", "Bilden från 1987 visar huset", "Foto från invigningen 2024", "Mål 2",
        "En bild som visar bröd, smör och ost", "En bild som visar en dukad frukost", "Logotyp för Exempelbolaget AB",
        "Volvo V70", "En automatiskt genererad karta",
        "Picknick 2024", "Bild 3 av 4: kön växer", "Bildterapi", "Covid-19", "Signal 5 spelar", "Scandic 2024", "Samling 2024",
        "Skärmbild av vår app", "Diagram: 452 personer saknar bostad", "Illustration av ett hus", "Grafiken visar 3 av 10",
        "En robot som genererar el", "Stockholm-Arlanda",
    ],
)  # fmt: skip
def test_a_description_written_by_a_person_is_accepted(words: str) -> None:
    assert not is_machine_made(words, "/bilder/dukad-frukost_2.jpg")
