//! What no rule tells: strong verbs, plurals that change their vowel, comparatives.
//!
//! Leaves out prefixes, which rules add.

/// Strong and irregular verbs: infinitive, then past forms and participles without `ge-`'s prefixes.
pub(super) const VERBS: &[&str] = &[
    "bakken bakte bakten gebakken", "bannen bande gebannen", "barsten barstte gebarsten", "bederven bedierf bedierven bedorven", "bedriegen bedroog bedrogen",
    "beginnen begon begonnen", "bergen borg borgen geborgen", "bevelen beval bevalen bevolen", "bewegen bewoog bewogen", "bezwijken bezweek bezweken",
    "bidden bad baden gebeden", "bieden bood boden geboden", "bijten beet beten gebeten", "binden bond bonden gebonden", "blazen blies bliezen geblazen",
    "blijken bleek bleken gebleken", "blijven bleef bleven gebleven", "blinken blonk blonken geblonken", "braden braadde gebraden", "breken brak braken gebroken",
    "brengen bracht brachten gebracht", "buigen boog bogen gebogen", "denken dacht dachten gedacht", "doen deed deden gedaan doet doe doende", "dragen droeg droegen gedragen",
    "drijven dreef dreven gedreven", "dringen drong drongen gedrongen", "drinken dronk dronken gedronken", "druipen droop dropen gedropen", "duiken dook doken gedoken",
    "dunken docht", "dwingen dwong dwongen gedwongen", "eten at aten gegeten", "fluiten floot floten gefloten", "gaan ging gingen gegaan gaat ga gaande", "gelden gold golden gegolden",
    "genezen genas genazen", "genieten genoot genoten", "geven gaf gaven gegeven", "gieten goot goten gegoten", "glijden gleed gleden gegleden", "glimmen glom glommen geglommen",
    "graven groef groeven gegraven", "grijpen greep grepen gegrepen", "hangen hing hingen gehangen", "hebben had hadden gehad heeft heb hebt", "heffen hief hieven geheven",
    "helpen hielp hielpen geholpen", "heten heette geheten", "houden hield hielden gehouden houdt hou houd", "jagen joeg joegen gejaagd", "kiezen koos kozen gekozen", "kijken keek keken gekeken",
    "klimmen klom klommen geklommen", "klinken klonk klonken geklonken", "knijpen kneep knepen geknepen", "komen kwam kwamen gekomen komt kom", "kopen kocht kochten gekocht",
    "krijgen kreeg kregen gekregen", "krimpen kromp krompen gekrompen", "kruipen kroop kropen gekropen", "kunnen kon konden gekund kan kunt kun", "kwijten kweet kweten gekweten", "laden laadde geladen",
    "laten liet lieten gelaten", "lezen las lazen gelezen", "liegen loog logen gelogen", "liggen lag lagen gelegen", "lijden leed geleden", "lijken leek leken geleken",
    "lopen liep liepen gelopen", "melken molk gemolken", "meten mat maten gemeten", "mijden meed meden gemeden", "moeten moest moesten gemoeten moet", "mogen mocht mochten gemogen mag",
    "nemen nam namen genomen", "prijzen prees prezen geprezen", "raden raadde geraden", "rijden reed reden gereden", "rijzen rees rezen gerezen", "roepen riep riepen geroepen",
    "ruiken rook roken geroken", "scheiden scheidde gescheiden", "schelden schold scholden gescholden", "schenden schond schonden geschonden", "schenken schonk schonken geschonken",
    "scheppen schiep schiepen geschapen", "scheren schoor schoren geschoren", "schieten schoot schoten geschoten", "schijnen scheen schenen geschenen", "schrijden schreed schreden geschreden",
    "schrijven schreef schreven geschreven", "schrikken schrok schrokken geschrokken", "schuiven schoof schoven geschoven", "slaan sloeg sloegen geslagen slaat sla slaande", "slapen sliep sliepen geslapen",
    "slijten sleet sleten gesleten", "sluipen sloop slopen geslopen", "sluiten sloot sloten gesloten", "smelten smolt smolten gesmolten", "smijten smeet smeten gesmeten", "snijden sneed sneden gesneden",
    "spannen spande gespannen", "spijten speet gespeten", "spinnen spon sponnen gesponnen", "splijten spleet spleten gespleten", "spreken sprak spraken gesproken", "springen sprong sprongen gesprongen",
    "spuiten spoot spoten gespoten", "staan stond stonden gestaan staat sta staande", "steken stak staken gestoken", "stelen stal stalen gestolen", "sterven stierf stierven gestorven",
    "stijgen steeg stegen gestegen", "stinken stonk stonken gestonken", "stoten stootte gestoten", "strijden streed streden gestreden", "strijken streek streken gestreken", "treden trad traden getreden",
    "treffen trof troffen getroffen", "trekken trok trokken getrokken", "vallen viel vielen gevallen", "vangen ving vingen gevangen", "varen voer voeren gevaren", "vechten vocht vochten gevochten",
    "vinden vond vonden gevonden", "vliegen vloog vlogen gevlogen", "vouwen vouwde gevouwen", "vragen vroeg vroegen gevraagd", "vreten vrat vraten gevreten", "vriezen vroor vroren gevroren",
    "wassen waste gewassen", "wegen woog wogen gewogen", "werpen wierp wierpen geworpen", "werven wierf wierven geworven", "weten wist wisten geweten", "weven weefde geweven", "wijken week weken geweken",
    "wijten weet weten geweten", "wijzen wees wezen gewezen", "willen wou wouden wilde wilden gewild wil wilt", "winden wond wonden gewonden", "winnen won wonnen gewonnen", "worden werd werden geworden wordt word",
    "wrijven wreef wreven gewreven", "zeggen zei zeiden gezegd zegt zeg", "zenden zond zonden gezonden", "zien zag zagen gezien ziet zie ziende", "zijn was waren geweest is ben bent", "zingen zong zongen gezongen",
    "zinken zonk zonken gezonken", "zitten zat zaten gezeten", "zoeken zocht zochten gezocht", "zuigen zoog zogen gezogen", "zullen zou zouden zal zult", "zwellen zwol zwollen gezwollen", "zwemmen zwom zwommen gezwommen",
    "zweren zwoer zwoeren gezworen", "zwijgen zweeg zwegen gezwegen", "vergeten vergat vergaten", "verliezen verloor verloren", "verdwijnen verdween verdwenen", "vermijden vermeed vermeden", "ontvangen ontving ontvingen",
    "begrijpen begreep begrepen", "verzinnen verzon verzonnen", "ontginnen ontgon ontgonnen", "verslinden verslond verslonden", "verschuilen verschool verscholen", "uitscheiden",
];

/// Nouns whose plural changes more than spelling; compounds follow them.
pub(super) const NOUNS: &[(&str, &str)] = &[
    ("stad", "steden"), ("lid", "leden"), ("schip", "schepen"), ("smid", "smeden"), ("kind", "kinderen"), ("ei", "eieren"), ("been", "beenderen"), ("blad", "bladeren"), ("blad", "bladen"), ("goed", "goederen"),
    ("hoen", "hoenderen"), ("kalf", "kalveren"), ("kleed", "klederen"), ("lam", "lammeren"), ("lied", "liederen"), ("rad", "raderen"), ("rund", "runderen"), ("volk", "volkeren"), ("volk", "volken"), ("gemoed", "gemoederen"),
    ("dag", "dagen"), ("weg", "wegen"), ("dak", "daken"), ("dal", "dalen"), ("gat", "gaten"), ("glas", "glazen"), ("graf", "graven"), ("pad", "paden"), ("vat", "vaten"), ("bad", "baden"), ("slag", "slagen"),
    ("verslag", "verslagen"), ("verdrag", "verdragen"), ("gezag", "gezagen"), ("bedrag", "bedragen"), ("spel", "spelen"), ("bevel", "bevelen"), ("gebed", "gebeden"), ("gebrek", "gebreken"), ("weergave", "weergaven"), ("god", "goden"), ("hof", "hoven"),
    ("hol", "holen"), ("lot", "loten"), ("oorlog", "oorlogen"), ("schot", "schoten"), ("slot", "sloten"), ("verbod", "verboden"), ("gebod", "geboden"), ("bod", "boden"), ("verlof", "verloven"), ("hertog", "hertogen"), ("staf", "staven"),
    ("stof", "stoffen"), ("koe", "koeien"), ("vlo", "vlooien"), ("museum", "musea"), ("museum", "museums"), ("centrum", "centra"), ("centrum", "centrums"), ("datum", "data"), ("medium", "media"), ("criterium", "criteria"), ("stadion", "stadions"),
    ("politicus", "politici"), ("musicus", "musici"), ("technicus", "technici"), ("academicus", "academici"), ("historicus", "historici"), ("medicus", "medici"), ("criticus", "critici"), ("crisis", "crises"), ("crisis", "crisissen"), ("basis", "bases"),
    ("basis", "basissen"), ("analyse", "analysen"), ("gymnasium", "gymnasia"), ("laboratorium", "laboratoria"), ("ministerie", "ministeries"), ("ministerie", "ministerien"), ("industrie", "industrieen"), ("provincie", "provincien"), ("aandeel", "aandelen"),
    ("arts", "artsen"), ("gans", "ganzen"), ("kans", "kansen"), ("mens", "mensen"), ("mens", "mensch"), ("collega", "collegae"), ("gelid", "gelederen"), ("tred", "treden"), ("spit", "speten"), ("getal", "getallen"), ("zorg", "zorgen"),
];

/// Adjectives with other comparatives.
pub(super) const ADJECTIVES: &[&str] = &["goed goede beter betere best beste", "veel vele meer meest meeste", "weinig weinige minder mindere minst minste", "graag liever liefst"];

/// Parts that verbs are made with: separable ones take `ge-` behind them, others take none.
pub(super) const SEPARABLE: &[&str] = &[
    "aan", "achter", "achterna", "achteruit", "af", "bij", "binnen", "bloot", "boven", "buiten", "daar", "deel", "dicht", "door", "eruit", "goed", "groot", "hard", "heen", "herin", "hoog", "in", "kennis", "klaar", "kwijt", "langs", "leeg", "los", "mede", "mee", "mis",
    "na", "nader", "neer", "om", "omhoog", "omlaag", "omver", "onder", "op", "open", "over", "overeen", "plaats", "recht", "rond", "samen", "schoon", "stil", "stop", "tegemoet", "tegen", "teleur", "terecht", "terug", "toe", "tussen", "uit", "uiteen", "vast", "veilig", "vol",
    "voor", "voorbij", "voort", "vooruit", "vrij", "waar", "weg", "weer", "zwart", "gade", "gelijk", "thuis", "bekend", "beet", "huis", "raad", "prijs", "lief",
];

/// Prefixes that take the place of `ge-`.
pub(super) const INSEPARABLE: &[&str] = &["be", "er", "ge", "her", "ont", "ver", "mis", "over", "onder", "door", "om", "vol", "voor", "weer", "aan", "achter"];
