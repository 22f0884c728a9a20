"""Names in Cyrillic letters: every person, place, state and body of the vocabularies is found by them."""

from __future__ import annotations

import pytest

from cstotimeline import History, load
from cstotimeline.csto.people import people

HISTORY: History = load()

# One a line: the preferred name and the name as Russian pages write it.
PEOPLE = """
Abdukhalim Nazarzoda = Абдухалим Назарзода
Abdurahim Qahhorov = Абдурахим Каххоров
Adilbek Dzhaksybekov = Адильбек Джаксыбеков
Aigul Kuspan = Айгуль Куспан
Akbarsho Iskandarov = Акбаршо Искандаров
Akylbek Japarov = Акылбек Жапаров
Alen Simonyan = Ален Симонян
Alexander Fomin = Александр Фомин
Alexander Grinevich = Александр Гриневич
Alexander Lukashenko = Александр Лукашенко
Alexander Pankin = Александр Панкин
Alexander Studenikin = Александр Студеникин
Alexander Volfovich = Александр Вольфович
Alexei Overchuk = Алексей Оверчук
Alik Orozov = Алик Орозов
Almazbek Atambayev = Алмазбек Атамбаев
Aman Mambetseitov = Аман Мамбетсеитов
Amirkul Azimov = Амиркул Азимов
Anatoly Kvashnin = Анатолий Квашнин
Anatoly Serdyukov = Анатолий Сердюков
Anatoly Sidorov = Анатолий Сидоров
Andrei Belousov = Андрей Белоусов
Andrei Kartapolov = Андрей Картаполов
Andrei Serdyukov = Андрей Сердюков
Andrei Shvedov = Андрей Шведов
Anna Popova = Анна Попова
Anna Tsivileva = Анна Цивилёва
Ararat Mirzoyan = Арарат Мирзоян
Armen Gevorgyan = Армен Геворгян
Armen Sarkissian = Армен Саркисян
Askar Akayev = Аскар Акаев
Assad = Асад
Babloyan = Баблоян
Bakytzhan Sagintayev = Бакытжан Сагинтаев
Ban Ki-moon = Пан Ги Мун
Bolat Nurgaliyev = Болат Нургалиев
Boris Gryzlov = Борис Грызлов
Boris Yeltsin = Борис Ельцин
Chernomyrdin = Черномырдин
Daniyar Sydykov = Данияр Сыдыков
Dapkyunas = Дапкюнас
Dastan Jumabekov = Дастан Джумабеков
Denis Manturov = Денис Мантуров
Dmitry Medvedev = Дмитрий Медведев
Dmitry Peskov = Дмитрий Песков
Ebrahim Raisi = Эбрахим Раиси
Ednan Karabayev = Эднан Карабаев
Eduard Shevardnadze = Эдуард Шеварднадзе
Edward Nalbandian = Эдвард Налбандян
Emomali Rahmon = Эмомали Рахмон
Emomali Sobirzoda = Эмомали Собирзода
Erlan Abdyldayev = Эрлан Абдылдаев
Esen Topoyev = Эсен Топоев
Faizali Idizoda = Файзали Идизода
Gennady Nevyglas = Геннадий Невыглас
Hamrokhon Zarifi = Хамрохон Зарифи
Herve Ladsous = Эрве Ладсус
Heydar Aliyev = Гейдар Алиев
Igor Petrishenko = Игорь Петришенко
Igor Sergeyenko = Игорь Сергеенко
Ilham Aliyev = Ильхам Алиев
Imangali Tasmagambetov = Имангали Тасмагамбетов
Imran Khan = Имран Хан
Ishenbai Kadyrbekov = Ишенбай Кадырбеков
Islam Karimov = Ислам Каримов
Ismail Isakov = Исмаил Исаков
Ivica Dacic = Ивица Дачич
Jeenbek Kulubayev = Жээнбек Кулубаев
Kairat Abdrakhmanov = Кайрат Абдрахманов
Kakha Imnadze = Каха Имнадзе
Kamilov = Камилов
Kaparov = Капаров
Karen Karapetyan = Карен Карапетян
Kassym-Jomart Tokayev = Касым-Жомарт Токаев
Khaibullo Latypov = Хайбулло Латыпов
Khasan Kaloev = Хасан Калоев
Khasan Sultonov = Хасан Султонов
Kokhir Rasulzoda = Кохир Расулзода
Kurmanbek Bakiyev = Курманбек Бакиев
Leonid Kalashnikov = Леонид Калашников
Leonid Maltsev = Леонид Мальцев
Levon Ter-Petrosyan = Левон Тер-Петросян
Marat Syzdykov = Марат Сыздыков
Marat Tazhin = Марат Тажин
Maria Zakharova = Мария Захарова
Mechyslaw Hryb = Мечислав Гриб
Mikheil Saakashvili = Михаил Саакашвили
Misir Ashyrkulov = Мисир Аширкулов
Mnatsakan Safaryan = Мнацакан Сафарян
Muhriddin = Мухриддин
Mukhtar Altynbayev = Мухтар Алтынбаев
Murat Nurtleu = Мурат Нуртлеу
Murodali Rajabzoda = Муродали Раджабзода
Narendra Modi = Нарендра Моди
Nasrullo Mahmudzoda = Насрулло Махмудзода
Natalya Kochanova = Наталья Кочанова
Nigmatilla Yuldashev = Нигматилла Юлдашев
Nikol Pashinyan = Никол Пашинян
Nikolai Bordyuzha = Николай Бордюжа
Nikolai Patrushev = Николай Патрушев
Nino Burjanadze = Нино Бурджанадзе
Nurlan Nigmatulin = Нурлан Нигматулин
Nursultan Nazarbayev = Нурсултан Назарбаев
Petr Tikhonovsky = Петр Тихоновский
Rahmon Nabiyev = Рахмон Набиев
Rahmon Yusuf Ahmadzoda = Рахмон Юсуф Ахмадзода
Raimberdi Duishenbiev = Раимберди Дуйшенбиев
Rashid Nurgaliyev = Рашид Нургалиев
Robert Kocharyan = Роберт Кочарян
Roza Otunbayeva = Роза Отунбаева
Ruslan Kazakbayev = Руслан Казакбаев
Sadyr Japarov = Садыр Жапаров
Saken Zhasuzakov = Сакен Жасузаков
Samat Ordabaev = Самат Ордабаев
Sergei Ivanov = Сергей Иванов
Sergei Naryshkin = Сергей Нарышкин
Sergei Shoigu = Сергей Шойгу
Sergey Lavrov = Сергей Лавров
Sergey Lebedev = Сергей Лебедев
Sergey Pospelov = Сергей Поспелов
Serzh Sargsyan = Серж Саргсян
Seyran Ohanyan = Сейран Оганян
Shavkat Mirziyoyev = Шавкат Мирзиёев
Sherali Khairulloyev = Шерали Хайруллоев
Sherali Mirzo = Шерали Мирзо
Sirojiddin Aslov = Сироджиддин Аслов
Sooronbay Jeenbekov = Сооронбай Жээнбеков
Stanislav Shushkevich = Станислав Шушкевич
Stanislav Zas = Станислав Зась
Suren Papikyan = Сурен Папикян
Taalatbek Masadykov = Таалатбек Масадыков
Taalaybek Omuraliev = Таалайбек Омуралиев
Takhir Khairuloev = Тахир Хайрулоев
Talant Mamytov = Талант Мамытов
Vahagn Khachaturyan = Ваагн Хачатурян
Valentin Velichko = Валентин Величко
Valery Gerasimov = Валерий Герасимов
Valery Nikolayenko = Валерий Николаенко
Valery Semerikov = Валерий Семериков
Vasily Zavgorodny = Василий Завгородний
Viktor Biyagov = Виктор Биягов
Viktor Khrenin = Виктор Хренин
Viktor Vasilyev = Виктор Васильев
Vladimir Norov = Владимир Норов
Vladimir Putin = Владимир Путин
Vladimir Rushailo = Владимир Рушайло
Vladimir Shamanov = Владимир Шаманов
Vladimir Zemsky = Владимир Земский
Vyacheslav Kuznetsov = Вячеслав Кузнецов
Vyacheslav Volodin = Вячеслав Володин
Xi Jinping = Си Цзиньпин
Yerlan Koshanov = Ерлан Кошанов
Yerzhan Kazykhanov = Ержан Казыханов
Yuri Baluyevsky = Юрий Балуевский
Yuri Borisov = Юрий Борисов
Yuri Khachaturov = Юрий Хачатуров
Yuri Ushakov = Юрий Ушаков
Yuri Zhadobin = Юрий Жадобин
Zamirbek Mambetzhunusov = Замирбек Мамбетжунусов
Zhang Ming = Чжан Мин
Zohrab Mnatsakanyan = Зограб Мнацаканян
"""
PLACES = """
Aktau = Актау
Ala-Too range = Ала-Тоо
Almaty = Алматы
Almaty = Алма-Ата
Astana = Астана
Athens = Афины
Belgrade = Белград
Bishkek = Бишкек
Borovoye = Боровое
Chebarkul = Чебаркуль
Chisinau = Кишинёв
Cholpon-Ata = Чолпон-Ата
Dushanbe = Душанбе
Edelweiss centre, Balykchy = Эдельвейс
Fakhrabad range = Фахрабад
Grozny = Грозный
Harb-Maidon range = Харб-Майдон
Iliysky = Илийский
Kant = Кант
Kapustin Yar range = Капустин Яр
Kazan = Казань
Losvido range, Vitebsk region = Лосвидо
Marshal Baghramyan range = Баграмян
Matybulak = Матыбулак
Minsk = Минск
Moscow = Москва
Moscow region = Московская область
Mulino, Nizhny Novgorod region = Мулино
New York = Нью-Йорк
Nizhny Novgorod region = Нижегородская область
Novosibirsk region = Новосибирская область
Obuz-Lesnovsky range, Brest region = Обуз-Лесновский
Pskov region = Псковская область
Sochi = Сочи
Spassk range, Karaganda region = Спасск
St Petersburg = Санкт-Петербург
Tashkent = Ташкент
Urals = Урал
Yekaterinburg = Екатеринбург
Yerevan = Ереван
Ashgabat = Ашхабад
Harb-Maidon and Momirak ranges = Момирак
Losvido and Lepelsky ranges, Vitebsk region = Лепельский
Strugi Krasnye and Kresty, Pskov region = Струги Красные
Magob and Lyaur ranges = Ляур
"""
STATES = """
Armenia = Армения
Azerbaijan = Азербайджан
Belarus = Беларусь
Belarus = Белоруссия
Georgia = Грузия
Kazakhstan = Казахстан
Kyrgyzstan = Кыргызстан
Kyrgyzstan = Киргизия
Russia = Россия
Tajikistan = Таджикистан
Uzbekistan = Узбекистан
"""
BODIES = """
Collective Security Treaty Organization = ОДКБ
Collective Security Treaty Organization = Организация Договора о коллективной безопасности
Collective Security Council = Совет коллективной безопасности
Committee of Secretaries of Security Councils = Комитет секретарей советов безопасности
Commonwealth of Independent States = СНГ
Council of Defence Ministers = Совет министров обороны
Council of Foreign Ministers = Совет министров иностранных дел
Crisis Response Centre = Центр кризисного реагирования
Eurasian Economic Union = ЕАЭС
EurAsEC = ЕврАзЭС
Joint Staff = Объединенный штаб
Military Committee = Военный комитет
NATO = НАТО
OSCE = ОБСЕ
Parliamentary Assembly = Парламентская ассамблея
Permanent Council = Постоянный совет
Secretariat = Секретариат
Shanghai Cooperation Organisation = ШОС
United Nations = ООН
Union State = Союзное государство
"""


def pairs(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a table of names."""
    return [(name, spelt) for line in text.strip().splitlines() for name, spelt in (line.split(" = "),)]


@pytest.mark.parametrize(
    ("sort", "table"), [("person", PEOPLE), ("place", PLACES), ("state", STATES), ("body", BODIES)]
)
def test_a_name_in_cyrillic_letters_finds_what_it_means(sort: str, table: str) -> None:
    """The first hit for a Cyrillic name is the one thing that it means."""
    missed = [
        (name, spelt)
        for name, spelt in pairs(table)
        if [hit.name for hit in HISTORY.find(spelt, sorts=[sort])][:1] != [name]
    ]
    assert missed == []


def test_everybody_with_a_whole_name_is_in_the_table() -> None:
    """Of the vocabulary only those whose first name no page gave in full are not looked for in Cyrillic letters."""
    named = {name for name, _ in pairs(PEOPLE)}
    left = {person.name for person in people().things} - named
    assert left == {"A. Denisov", "Grigoryan", "T. Sultangaziev", "V. Rudenka"}


def test_every_spelling_of_the_vocabulary_finds_its_person() -> None:
    """Each other spelling that was seen finds the person, beside those of the same name."""
    for person in people().things:
        for spelt in person.spellings:
            assert person.name in {hit.name for hit in HISTORY.find(spelt, sorts=["person"])}, spelt
