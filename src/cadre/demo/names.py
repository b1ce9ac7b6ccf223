"""Names of the people at the demo's customers."""

FIRST = """
Alba Amir Anita Bruno Carmen Chen Clara Dario Elena Emeka Farah Felix Grace Hiro Ines Ivan Jana Jonas Kira Lars
Leila Lin Lucia Mara Mateo Mina Nadia Noah Olga Omar Paula Pedro Rana Rosa Sami Sofia Tariq Tessa Uma Viktor Wei
Yara Yusuf Zoe
""".split()  # noqa: SIM905 - a list of one name a line is no easier to read
LAST = """
Abbott Aoki Bauer Blanco Brandt Castro Chang Costa Diaz Ekberg Fischer Fontaine Garcia Haas Hassan Ibsen Ito Jansen
Kaya Keller Kim Kovacs Lange Lindgren Marino Meyer Moreau Nakamura Novak Okafor Olsen Park Petrov Quinn Ricci Rossi
Sato Silva Stein Tanaka Torres Vega Weber Wong Yilmaz Zeller
""".split()  # noqa: SIM905 - a list of one name a line is no easier to read
