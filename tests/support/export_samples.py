"""Exports of databases of news, written in the forms in which Nexis, Factiva and ProQuest write them."""

FERRY = """The ferry to the island was two hours late on Monday, and nobody on the pier knew why.

"The ice came in overnight," the harbour master said. "We wait for the tug."

Ferries run again on Wednesday if the wind turns, the company said in a statement."""
BREAD = """Les boulangers de la vieille ville cuisent de nouveau la nuit, après deux ans de silence.

« Tout est vendu avant six heures », dit une cliente devant la boutique.

La mairie veut prolonger l'essai jusqu'à l'automne."""
STORK = """Auf dem Kirchturm brütet wieder ein Storch, zum ersten Mal seit neun Jahren.

„Wir haben das Nest im Winter geflickt“, sagt die Küsterin.

Die Gemeinde sperrt den Turm bis Ende Juli."""

NEXIS_OLD = f"""
                               1 of 3 DOCUMENTS


                              The Bay Post (Halifax)

                             March 4, 2031 Tuesday
                                 Final Edition

Ferry late as ice closes harbour

BYLINE: Ann Roe and Bo Li

SECTION: NEWS; Pg. A4

LENGTH: 534 words

DATELINE: HALIFAX

{FERRY}

LOAD-DATE: March 5, 2031

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                        Copyright 2031 Bay Post Limited
                              All Rights Reserved

                               2 of 3 DOCUMENTS

                         Copyright 2031 Le Fournil SA
                             Tous droits réservés
                                   Le Fournil

                                 5 mars 2031

RUBRIQUE: Quartiers; p. 7
LONGUEUR: 210 mots
TITRE: Le pain de nuit est de retour
AUTEUR: Luc Petit

CORPS:
{BREAD}

DATE-CHARGEMENT: 6 mars 2031

LANGUE: FRENCH; Français

                               3 of 3 DOCUMENTS

                                  Turmbote

                            6. März 2031 Donnerstag

Storch brütet auf dem Kirchturm

AUTOR: Eva Lang

RUBRIK: LOKALES; S. 3

LÄNGE: 180 Wörter

{STORK}

UPDATE: 7. März 2031

SPRACHE: GERMAN; Deutsch
"""

NEXIS_NEW = f"""User Name: reader
Date and Time: Friday, March 7, 2031 9:12:00 AM GMT
Job Number: 12345678
Documents (3)
1. Ferry late as ice closes harbour
2. Le pain de nuit est de retour
3. Storch brütet auf dem Kirchturm
Page 1 of 4

Ferry late as ice closes harbour
The Bay Post (Halifax)
March 4, 2031 Tuesday
Final Edition

Copyright 2031 Bay Post Limited All Rights Reserved

Section: NEWS; Pg. A4
Length: 534 words
Byline: Ann Roe and Bo Li
Highlight: Ice came in overnight. The ferries wait for a tug.

Body

{FERRY}

Classification

Language: ENGLISH

Publication-Type: Newspaper

Subject: FERRIES (90%); HARBORS & PORTS (89%);
ICE (78%)

Load-Date: March 5, 2031

End of Document
Page 2 of 4

Le pain de nuit est de retour
Le Fournil
5 mars 2031

Copyright 2031 Le Fournil SA Tous droits réservés

Rubrique: Quartiers; p. 7
Longueur: 210 mots
Auteur: Luc Petit

Body

{BREAD}

Load-Date: March 6, 2031

End of Document

Storch brütet auf dem Kirchturm
Turmbote
6. März 2031 Donnerstag

Copyright 2031 Turmbote Verlag Alle Rechte vorbehalten

Länge: 180 Wörter
Autor: Eva Lang

Body

{STORK}

Load-Date: March 7, 2031

Ende des Dokuments
"""

FACTIVA = f"""News
Ferry late as ice closes harbour

By Ann Roe and Bo Li
534 words
4 March 2031
10:15
The Bay Post
BAYPST
Final
A4
English
Copyright 2031. Bay Post Limited. All rights reserved.

{FERRY}

Document BAYPST0020310304e7340002x

Le pain de nuit est de retour

Luc Petit
210 mots
5 mars 2031
Le Fournil
FOURN
Français
© Copyright 2031 Le Fournil SA Tous droits réservés.

{BREAD}

Document FOURN00020310305e7350001a

Storch brütet auf dem Kirchturm
180 Wörter
6. März 2031
Turmbote
TURMB
Deutsch
(c) 2031 Turmbote Verlag

{STORK}

Dokument TURMB00020310306e7360003b

Search Summary
Text    ferry OR pain OR Storch
"""

FACTIVA_LABELLED = f"""SE  News
HD  Ferry late as ice closes harbour
BY  By Ann Roe and Bo Li
WC  534 words
PD  4 March 2031
ET  10:15
SN  The Bay Post
SC  BAYPST
PG  A4
LA  English
CY  Copyright 2031. Bay Post Limited. All rights reserved.

LP

{FERRY.partition(chr(10))[0]}

TD
{FERRY.partition(chr(10))[2]}

NS  gtrans : Transport
RE  cana : Canada
AN  Document BAYPST0020310304e7340002x

HD\tLe pain de nuit est de retour
BY\tLuc Petit
WC\t210 mots
PD\t5 mars 2031
SN\tLe Fournil
LA\tFrançais
LP\t{BREAD.partition(chr(10))[0]}
TD\t{BREAD.partition(chr(10))[2].strip()}
AN\tDocument FOURN00020310305e7350001a

HD | Storch brütet auf dem Kirchturm
BY | Eva Lang
PD | 6. März 2031
SN | Turmbote
LA | Deutsch
TD

{STORK}

AN | Dokument TURMB00020310306e7360003b
"""

PROQUEST = f"""____________________________________________________________

Report Information from ProQuest

07 March 2031 09:12

____________________________________________________________

Document 1 of 3

Ferry late as ice closes harbour

Author: Roe, Ann; Li, Bo

Publication info: The Bay Post ; Halifax, N.S. [Halifax, N.S] 04 Mar 2031: A4.

ProQuest document link

Abstract: Ice came in overnight. The ferries wait for a tug.

Links: None available.

Full text: {FERRY}

Subject: Ferries; Harbors; Ice

Title: Ferry late as ice closes harbour

Publication title: The Bay Post; Halifax, N.S.

Pages: A4

Publication year: 2031

Publication date: Mar 4, 2031

Section: News

ISSN: 12345678

Language of publication: English

ProQuest document ID: 2510000001

Document URL: https://search.example/docview/2510000001

Copyright: Copyright Bay Post Limited Mar 4, 2031

Last updated: 2031-03-05

Database: Canadian Newsstream

____________________________________________________________

Document 2 of 3

Le pain de nuit est de retour

Auteur: Petit, Luc

Texte intégral:

{BREAD}

Titre: Le pain de nuit est de retour

Titre de la publication: Le Fournil

Date de publication: 5 mars 2031

Langue de la publication: French

ID de document ProQuest: 2510000002

____________________________________________________________

Document 3 of 3

Storch brütet auf dem Kirchturm

Autor: Lang, Eva

Volltext: {STORK}

Publikationstitel: Turmbote

Erscheinungsdatum: 6. März 2031

Publikationssprache: German

ProQuest-Dokument-ID: 2510000003

____________________________________________________________

Contact ProQuest
Copyright 2031 ProQuest LLC. All rights reserved. - Terms and Conditions
"""

EXPORTS = {
    "old Nexis": NEXIS_OLD,
    "new Nexis": NEXIS_NEW,
    "Factiva": FACTIVA,
    "labelled Factiva": FACTIVA_LABELLED,
    "ProQuest": PROQUEST,
}
