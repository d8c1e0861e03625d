//! Words that stand in nearly every sentence of a language.

/// Function words by language; each at most eight bytes long in UTF-8. A word may stand under several languages.
pub(super) const FUNCTION_WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the of and to in is that for it was on are as with his they at be this have from or had by but what were when your said there an which their will has would been more who its than about after not he she we you i new",
    ),
    (
        "de",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde seit ich wir nun sei kann gegen vom schon wenn",
    ),
    (
        "fr",
        "le la les de des et à en du un une que est pour qui dans par sur plus pas au ne se ce il sont avec son ses aux mais ou a été cette ont elle nous vous leur comme être fait ces sa on dont d l qu n s c selon après entre",
    ),
    (
        "es",
        "el la los las de y que en un una por con para es del se no al lo como más su sus ha pero fue este esta ya o son entre cuando muy sin sobre también hasta hay donde quien desde todo nos durante han ser era según tras años e le está",
    ),
    (
        "it",
        "il la lo gli le di che e è un una per con del della dei delle in non si da al alla sono ha come anche più nel nella dal ma se i dalla l d ai alle tra questo questa ci hanno essere stato stata dopo suo sua o degli nei cui anni quando",
    ),
    (
        "pt",
        "o a os as de que e do da em um uma para com não no na por mais dos das se ao ou foi ser são como mas também é à seu sua pelo pela nos nas até isso ele ela entre há tem está já quando muito sobre anos após às aos este",
    ),
    (
        "nl",
        "de het een van en in is dat op te zijn voor met die niet aan er om ook als bij maar uit dan door hij naar wordt heeft nog over tot ze was worden wel kan geen deze werd meer zo of tegen je al volgens hebben moet onder zich ik",
    ),
    (
        "sv",
        "och att det som en på är av för med den till i har de inte om ett men var jag sig från vi så kan man när år vid eller nu efter blir bara än också ska över under skulle hade där mot alla ut sin har han hon nytt nya svensk blivit ny",
    ),
    (
        "da",
        "og at det som en på er af for med den til i har de ikke om et men var jeg sig fra vi så kan man når år ved eller nu efter bliver kun end også skal over under ville havde der mod alle ud sin blev han hun efter siger nogle nyt nye dansk blevet byen danske",
    ),
    (
        "no",
        "og at det som en på er av for med den til i har de ikke om et men var jeg seg fra vi så kan man når år ved eller nå etter blir bare enn også skal over under ville hadde der mot alle ut sin ble han hun sier noen nytt nye norsk blitt byen norske",
    ),
    (
        "pl",
        "w i na z się do nie że to o jest od za po jak co przez ale dla są tym przy był oraz który która ich jego już tego tylko było może jako czy przed lub także lat ze we tak które być roku też pod",
    ),
    (
        "cs",
        "a v se na je že to s z do o i ve pro jako za by podle ale po od který která které jsou byl bylo však už také jeho při jen nebo až ze tak roku let před k u jsem když není má této",
    ),
    (
        "fi",
        "ja on ei että se oli hän kun mukaan myös mutta kuin ovat tai jos nyt ole sen joka jotka vain olisi sekä vuoden jo vuonna noin hänen jälkeen siitä niin voi mitä tämä sitä",
    ),
    (
        "tr",
        "ve bir bu için da de ile çok olarak daha olan gibi var ne en kadar sonra ya o ama göre ise yeni her yok diye değil mi iki ki ancak olduğu",
    ),
    (
        "ro",
        "de și în a la cu pe care că din nu un o pentru este mai au fost prin sau ce se al ale unei unui dar după sunt către fi lui ca cel cea între va ar când",
    ),
    (
        "hu",
        "a az és hogy nem is egy van meg de ez volt csak már mint ki el még ha azt pedig vagy lesz után szerint akkor be kell minden sem fel ezt",
    ),
    (
        "ru",
        "и в не на что с по как это он а из к у за от так его но все для мы же бы о то был или до при был если уже они было еще",
    ),
    (
        "uk",
        "і в не на що з до як це він а із у за від та його але для ми й про був або при є які який також було було ще під після",
    ),
    ("bg", "и в не на че с по като е за от да се са той но или до при със му беше които който това бе във след те"),
];
