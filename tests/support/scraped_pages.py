"""Pages as scrapers save them: boilerplate, repeated headlines, timestamps, and two articles in one file."""

TIDE = (
    "Tide mill at Calder turns again after forty years\n"
    "Advertisement\n\n"
    "Tide mill at Calder turns again after forty years\n\n"
    "Published: 12 July 2031 13:37 IST\n"
    "Updated: 13 July 2031 09:00 IST\n\n"
    "CALDER — The old tide mill at Calder has ground its first sack of flour in forty years, they "
    "said in Calder on Friday.\n"
    "Advertisement\n"
    "Millwrights spent two winters carving new cogs of apple wood, and the harbour board lent them a crane.\n"
    "Bakers of three villages have ordered the flour, and schools may visit from the autumn on, "
    "when the tide is strong "
    "enough for two hours of work a day.\n"
    "The wheel had stood still since a storm broke the sluice gate. A fund for old harbours paid "
    "for half of the repair, "
    "and the town for the other half.\n\n"
    "Share this article\n"
)
WHALE = (
    "Divers free young whale from crab lines off Cape Sill\n"
    "Updated 4 sec ago\n"
    "Divers free young whale from crab lines off Cape Sill\n\n"
    "CAPE SILL — Four divers cut a humpback calf loose from crab lines on Tuesday while boats kept their distance.\n"
    "Rescuers followed the animal until nightfall, when it joined a larger whale swimming north past the lighthouse.\n"
    "Fishermen lost forty pots and were paid for them. The coast guard near Cape Sill asks crews to "
    "call before they cut a line, since "
    "the ropes can pull a swimmer down in a moment.\n"
)
FILES = {
    "mill/tide.txt": TIDE,
    "mill/two.txt": TIDE + WHALE,
    "plain.txt": "no headline here, only one long sentence that goes on about nothing, and then it ends somewhere.\n",
    "empty.txt": " \n",
    "furniture.txt": "Small news of the day\n\n"
    + 60 * "Advertisement\n"
    + "\nThe ferry was late, and nobody minded much.\n",
}
