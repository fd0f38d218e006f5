"""Swedish help texts for fields that several kinds of pages share, shown in the forms and in the field tables."""

SUMMARY = "En eller två meningar om vad sidan handlar om. Den visas när någon söker eller delar."
INGRESS = "En eller två meningar om vad sidan handlar om. De står överst på sidan, på dess kort, och när någon söker eller delar."
CONTACT = "Vem besökaren ska höra av sig till."
HELP_BOX = "En ruta med hjälptelefoner, som visas överst."
PICTURE = "En bild överst på sidan."
UPDATED = "Dagen då texten senast gicks igenom. Den visas på sidan."
