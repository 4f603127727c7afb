"""Two independent articles about one event, a third that copies one of them, and two about other things."""

SAILS = (
    "Crew of the Blue Heron walks off in Norholm\n\n"
    "Published: 8 July 2031\n\n"
    "NORHOLM: Captain Ada Brandt and her crew of 40 left the ferry Blue Heron on Tuesday and would not sail again "
    "before the Larsen Line pays them for the winter.\n\n"
    "“We have waited for our wages since the ice went out of the harbour,” Ada Brandt said on the quay at Norholm. "
    "Some 6,000 harbour workers may follow her, the union of seamen said.\n\n"
    "The Larsen Line called the strike “a sad surprise” and promised that its other two ferries would keep to the "
    "summer timetable, whatever the crew of the Blue Heron decides.\n"
)
COPIED = (
    "Ferry stands still\n\n"
    "Published: 9 July 2031\n\n"
    + SAILS.partition("\n\n")[2].partition("\n\n")[2].replace("NORHOLM: ", "")
    + "\nOur reporter adds that the market on the island was closed for want of fish.\n"
)
RETOLD = (
    "Islanders stranded as Larsen Line and seamen quarrel\n\n"
    "Published: 10 July 2031\n\n"
    "No boat has come to the island for two days. At Norholm the Blue Heron lies at her berth, and Ada Brandt, who has "
    "been her captain for eleven years, plays cards with the seamen in the mess.\n\n"
    "The union counts 6,000 harbour hands and crane drivers on her side. The Larsen Line spoke of “a very sad "
    "surprise”; Ada Brandt, of money that was owed. “Nobody sails for nothing,” she said.\n"
)
SCHOOL = (
    "New school opens in Calder\n\nPublished: 8 July 2031\n\n"
    "The mayor of Calder cut a ribbon on Tuesday. The school has nine rooms, a garden and 120 pupils, who sang.\n"
)
APPLES = "How to keep apples\n\nPeel them, cut them, and dry them slowly on a string above the stove.\n"
FILES = {
    "evening/sails.txt": SAILS,
    "gazette/copied.txt": COPIED,
    "morning/retold.txt": RETOLD,
    "school.txt": SCHOOL,
    "apples.txt": APPLES,
}
ENDLESS = {
    f"{part}/{40 * part}.txt": f"{60 * part.upper()} {'Quintessa Vantongeren ' * 12}\n\n"
    f"“{200 * 'w'} and {'no end of it ' * 30}{part},” said {'Quintessa ' * 8}Vantongeren of {80 * 'N'} "
    f"with 1,{'000,' * 20}000 {90 * 'm'} and {'9' * 120} more {part}.\n"
    for part in "abc"
}
"""An event in three articles with words, figures and quotes that are hard to lay out."""
