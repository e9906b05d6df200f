"""About twenty believable applications: people, companies, channels, and what became of each."""

from dataclasses import dataclass
from enum import StrEnum

from provisioner.applications.rules import Answer
from provisioner.cases.channels import Channel
from provisioner.mail.language import Language


class Fate(StrEnum):
    """What the office did with a sample after recording it."""

    WAITS = "waits"
    APPROVED = "approved"
    REFUSED = "refused"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Sample:
    """One application; `age` is in working days before today, so 7 is due today and more is overdue."""

    age: int
    number: str
    name: tuple[str, str]
    street: str
    town: str
    email: str
    channel: Channel = Channel.COUNTER
    fate: Fate = Fate.WAITS
    company: str = ""
    nip: str = ""
    attorney: str = ""
    phone: str = ""
    language: Language = Language.PL
    clause_2: Answer = Answer.ACCEPTED
    regulamin_signed: bool = True
    reason: str = ""
    note: str = ""


KARTUZY, ZUKOWO, CHMIELNO, SOMONINO = "83-300 Kartuzy", "83-330 Żukowo", "83-333 Chmielno", "83-314 Somonino"

SAMPLES = (
    Sample(14, "100234", ("Helena", "Bronk"), "ul. Gdańska 12/4", KARTUZY, "helena.bronk@example.com",
           fate=Fate.APPROVED, phone="602 100 234"),
    Sample(13, "100871", ("Kazimierz", "Formela"), "ul. Słoneczna 7", ZUKOWO, "k.formela@example.org",
           channel=Channel.POST, fate=Fate.APPROVED),
    Sample(12, "101455", ("Grażyna", "Żukowska"), "ul. Jeziorna 3", CHMIELNO, "grazyna.zukowska@example.com",
           fate=Fate.WITHDRAWN, reason="Klientka zrezygnowała telefonicznie, pismo w teczce."),
    Sample(11, "102020", ("Mirosław", "Kwidziński"), "os. Wybickiego 18/11", KARTUZY, "m.kwidzinski@example.com",
           channel=Channel.EMAIL, fate=Fate.REFUSED, clause_2=Answer.REFUSED,
           reason="Klient odmówił przyjęcia klauzuli 2."),
    Sample(10, "102377", ("Barbara", "Hinc"), "ul. Mściwoja II 5/2", KARTUZY, "barbara.hinc@example.org",
           channel=Channel.POST, note="Wniosek przekazany z inkasem."),
    Sample(9, "103518", ("", ""), "ul. Przemysłowa 2", KARTUZY, "biuro.piekarnia@example.com", fate=Fate.APPROVED,
           company="Piekarnia Pod Kasztanem sp. z o.o.", nip="856-734-62-15", phone="58 681 00 18"),
    Sample(9, "103519", ("", ""), "ul. Przemysłowa 2", KARTUZY, "biuro.piekarnia@example.com", fate=Fate.APPROVED,
           company="Cukiernia Pod Kasztanem sp. z o.o.", nip="6381520566",
           note="Ten sam adres e-mail, co piekarnia."),
    Sample(8, "104002", ("Stanisław", "Płotka"), "ul. Kościerska 31", SOMONINO, "stanislaw.plotka@example.com"),
    Sample(7, "104640", ("Danuta", "Labuda"), "ul. Dworcowa 9/3", KARTUZY, "danuta.labuda@example.org",
           phone="511 104 640"),
    Sample(7, "104811", ("Róża", "Wenta"), "ul. Leśna 14", ZUKOWO, "roza.wenta@example.com", channel=Channel.POST,
           fate=Fate.APPROVED),
    Sample(6, "105093", ("Tadeusz", "Miotk"), "ul. Gdańska 44/1", KARTUZY, "t.miotk@example.com",
           channel=Channel.EMAIL),
    Sample(6, "105390", ("", ""), "ul. Gdańska 15", KARTUZY, "wspolnota.gdanska15@example.org",
           company="Wspólnota Mieszkaniowa Gdańska 15", nip="PL6381002015", attorney="Jolanta Czapiewska",
           note="Pełnomocnictwo zarządcy w teczce W-15."),
    Sample(5, "105777", ("Agnieszka", "Szreder"), "ul. Jeziorna 21", CHMIELNO, "agnieszka.szreder@example.com",
           clause_2=Answer.REFUSED),
    Sample(5, "106001", ("James", "O'Connor"), "ul. Słoneczna 15/2", ZUKOWO, "james.oconnor@example.com",
           fate=Fate.APPROVED, language=Language.EN, phone="+44 20 7946 0018"),
    Sample(4, "106214", ("Leszek", "Gruchała"), "ul. Kaszubska 8", SOMONINO, "leszek.gruchala@example.org",
           channel=Channel.POST, fate=Fate.RETURNED, clause_2=Answer.ILLEGIBLE,
           reason="Nieczytelne zaznaczenie przy klauzuli 2. Prosimy o ponowne wypełnienie."),
    Sample(3, "106588", ("Wiesława", "Reclaf"), "os. Wybickiego 4/20", KARTUZY, "wieslawa.reclaf@example.com",
           regulamin_signed=False),
    Sample(3, "106920", ("Łukasz", "Jóskowski"), "ul. Mściwoja II 19", KARTUZY, "lukasz.joskowski@example.com",
           fate=Fate.APPROVED),
    Sample(2, "107134", ("Zofia", "Treder"), "ul. Kościerska 12/5", SOMONINO, "zofia.treder@example.org",
           attorney="Adam Treder", phone="603 107 134", note="Pełnomocnictwo syna, poświadczone przed pracownikiem."),
    Sample(1, "107402", ("", ""), "ul. Rynek 6", KARTUZY, "recepcja.pensjonat@example.com", channel=Channel.EMAIL,
           company="Pensjonat Nad Jeziorem Jan Kreft", nip="682-177-21-90"),
    Sample(1, "100234", ("Helena", "Bronk"), "ul. Gdańska 12/4", KARTUZY, "helena.bronk.dzialka@example.com",
           note="Drugie konto tej samej klientki: działka w Chmielnie."),
    Sample(0, "107815", ("Piotr", "Naczk"), "ul. Leśna 2", ZUKOWO, "piotr.naczk@example.com"),
    Sample(0, "107816", ("Krystyna", "Świątek-Brzezińska"), "ul. Parkowa 1/7", KARTUZY,
           "krystyna.swiatek@example.org", channel=Channel.POST),
)  # fmt: skip
