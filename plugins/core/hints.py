"""What fields that several kinds of pages have say of themselves in the forms and in the tables of fields, in Swedish."""

SUMMARY = "En eller två meningar om vad sidan handlar om. Den visas när någon söker eller delar."
CONTACT = "Vem besökaren ska höra av sig till."
HELP_BOX = "En ruta med hjälptelefoner, som visas överst."
PICTURE = "En bild överst på sidan."
UPDATED = "Dagen då texten senast gicks igenom. Den visas på sidan."
