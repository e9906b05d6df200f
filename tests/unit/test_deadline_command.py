"""`provisioner deadline` prints the calculation of R4 in Polish, a line for each day."""

from datetime import date
from pathlib import Path

from click.testing import CliRunner

from provisioner import office
from provisioner.cli.main import provisioner
from provisioner.database import Database

CHRISTMAS = """\
Data wpływu: środa 23.12.2026
  czwartek 24.12.2026        – święto: Wigilia Bożego Narodzenia
  piątek 25.12.2026          – święto: Boże Narodzenie (pierwszy dzień)
  sobota 26.12.2026          – święto: Boże Narodzenie (drugi dzień)
  niedziela 27.12.2026       – niedziela
  poniedziałek 28.12.2026    1. dzień roboczy
  wtorek 29.12.2026          2. dzień roboczy
  środa 30.12.2026           3. dzień roboczy
  czwartek 31.12.2026        4. dzień roboczy
  piątek 1.01.2027           – święto: Nowy Rok
  sobota 2.01.2027           – sobota
  niedziela 3.01.2027        – niedziela
  poniedziałek 4.01.2027     5. dzień roboczy
  wtorek 5.01.2027           6. dzień roboczy
  środa 6.01.2027            – święto: Święto Trzech Króli
  czwartek 7.01.2027         7. dzień roboczy
Od środa 30.12.2026 do końca dnia czwartek 7.01.2027
"""

EMAIL_ON_A_SUNDAY = """\
Data wpływu: niedziela 22.11.2026
E-mail w dniu wolnym: termin biegnie od poniedziałek 23.11.2026
  wtorek 24.11.2026          1. dzień roboczy
  środa 25.11.2026           – dzień zamknięty BOK: inwentaryzacja
  czwartek 26.11.2026        2. dzień roboczy
  piątek 27.11.2026          3. dzień roboczy
  sobota 28.11.2026          – sobota
  niedziela 29.11.2026       – niedziela
  poniedziałek 30.11.2026    4. dzień roboczy
  wtorek 1.12.2026           5. dzień roboczy
  środa 2.12.2026            6. dzień roboczy
  czwartek 3.12.2026         7. dzień roboczy
Od piątek 27.11.2026 do końca dnia czwartek 3.12.2026
"""


def test_r4_every_day_is_named_and_explained_before_there_is_a_database(tmp_path: Path) -> None:
    assert printed({"PROVISIONER_DATA_DIR": str(tmp_path)}, "2026-12-23") == CHRISTMAS


def test_r4_the_offices_closed_days_and_the_channel_count(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.transaction() as session:
        office.close(session, date(2026, 11, 25), "inwentaryzacja")
    database.close()
    shown = printed({"PROVISIONER_DATABASE_URL": sqlite_url}, "2026-11-22", "--channel", "email")
    assert shown == EMAIL_ON_A_SUNDAY


def printed(environment: dict[str, str], *words: str) -> str:
    """What the command shows."""
    done = CliRunner().invoke(provisioner, ["deadline", *words], env=environment)
    assert done.exit_code == 0, done.output
    return done.output
