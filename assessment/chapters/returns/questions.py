"""The questions of the chapter on what partners did, each with what is counted."""

PARTS = {  # by part, its question and what is counted
    "marac": (
        "Are more people at high risk of domestic abuse discussed?",
        "Partners meet at the multi-agency risk assessment conference, MARAC, on domestic abuse cases of high risk.",
    ),
    "asbrac": (
        "Who is discussed for antisocial behaviour, and at what risk?",
        "The antisocial behaviour risk assessment conference, ASBRAC, discusses people at risk or who put others at "
        "risk.",
    ),
    "powers": (
        "How far did warnings and notices go?",
        "A community protection warning comes first; a notice may follow it, and a breach of a notice is "
        "an offence. Each share is of the step before.",
    ),
    "cse": (
        "Were they used against child sexual exploitation?",
        "Warnings to adults at places where children were at risk.",
    ),
    "hate": (
        "Is hate crime rising, and of which kind?",
        "An offence may bear more than one strand.",
    ),
    "outcomes": (
        "What became of recorded crimes?",
        "What the police last told of each crime; many are closed without a suspect.",
    ),
    "referrals": (
        "Who was referred, supported and treated?",
        "As partners returned it, and as published.",
    ),
}
