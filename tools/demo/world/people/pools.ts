// Names to draw from. Latin pools mix family and given names; names in other writings come as whole people, so that each spelling is right.
import { type PersonName } from './name';

export interface Pool {
  readonly weight: number;
  readonly families: readonly string[];
  readonly women: readonly string[];
  readonly men: readonly string[];
}

const list = (text: string): readonly string[] => text.split(' ').map((w) => w.replaceAll('_', ' '));

export const pools: readonly Pool[] = [
  {
    weight: 34,
    families: list(
      'Abbott Bailey Carver Dawson Ellery Farrow Garland Hadley Ingram Jarvis Keller Lawton Mercer Norwood Osgood Pruitt Quincy Radford Sewell Thayer Upton Vickers Whitlow Yarrow',
    ),
    women: list('Alice Beatrice Clara Denise Edith Fiona Grace Helen Irene Joan Karen Lydia Marion Nora Paula Ruth Sylvia Wanda'),
    men: list('Arthur Bernard Curtis Dennis Edwin Floyd George Harold Ivan Jerome Keith Leonard Marvin Nathan Oscar Philip Roland Stanley'),
  },
  {
    weight: 12,
    families: list(
      'Álvarez Beltrán Cárdenas Domínguez Estévez Fuentes Gálvez Herrera Ibáñez Jiménez Luján Muñoz Núñez Peña Quiñones Rincón Saldívar Treviño Yáñez Zúñiga',
    ),
    women: list('Ángela Beatriz Consuelo Dolores Elena Graciela Inés Julieta Lucía Mónica Pilar Rocío Sofía Ximena'),
    men: list('Andrés Benjamín César Diego Efraín Gerardo Héctor Joaquín Martín Nicolás Óscar Raúl Sebastián Tomás'),
  },
  {
    weight: 7,
    families: list('Müller Schäfer Böhm Köhler Weiß Jäger Größer Brandström Håkansson Sjögren Bjørnstad Nygård Østby'),
    women: list('Anneliese Birgit Elsbeth Göril Hedwig Käthe Ragnhild Solveig Ursula Åsa'),
    men: list('Björn Dieter Günther Håkon Jörg Lars Ørjan Ruprecht Søren Uwe'),
  },
  {
    weight: 6,
    families: list('Bérubé Côté Desrosiers Faïence Gagné Lefèvre Noël Paré Thériault'),
    women: list('Aurélie Chloé Édith Geneviève Hélène Noémie Zoé'),
    men: list('André Benoît François Gérard Loïc Rémi Théo'),
  },
  {
    weight: 6,
    families: list('Zieliński Wójcik Łukasik Dąbrowski Gąsior Šimek Dvořák Kučera Říha Horváth Szőke Bărbulescu'),
    women: list('Agnieszka Bożena Jiřina Kateřina Małgorzata Šárka Zsófia Żaneta'),
    men: list('Bořivoj Grzegorz Łukasz Miloš Paweł Stanisław Zdeněk'),
  },
  {
    weight: 6,
    families: list('Yılmaz Çelik Şahin Aydın Güneş Kılıç Özdemir Tüfekçi'),
    women: list('Ayşe Çiğdem Gülşen Işıl Özge Şule'),
    men: list('Barış Çağrı Gökhan İsmail Oğuz Ümit'),
  },
  {
    weight: 8,
    families: list('Adebayo Balogun Chukwu Diallo Eze Kamau Mensah Ndiaye Okafor Sesay Traoré Wanjiru'),
    women: list('Abena Chiamaka Fatou Ifeoma Kehinde Ngozi Wanjiku Yetunde'),
    men: list('Babatunde Chidi Emeka Kofi Kwame Mamadou Obinna Taiwo'),
  },
  {
    weight: 7,
    families: list('Trần Lê Phạm Hoàng Võ Đặng Bùi Đỗ'),
    women: list('Thị_Lan Thị_Hương Bích_Ngọc Thu_Thảo Mỹ_Duyên'),
    men: list('Văn_Hùng Quốc_Việt Đình_Phúc Minh_Đức Hữu_Nghĩa'),
  },
  {
    weight: 5,
    families: list('Agnelli Bertolè Cantù Dalmasso Ferrari Magrì Nicolò Salvò'),
    women: list('Benedetta Chiara Fiammetta Niccolina Ornella'),
    men: list('Alvise Carlo Ettore Niccolò Taddeo'),
  },
];

type Row = readonly [
  sex: 'F' | 'M',
  family: string,
  given: string,
  nativeFamily: string,
  nativeGiven: string,
  lang: string,
  soundFamily?: string,
  soundGiven?: string,
];

const ROWS: readonly Row[] = [
  ['F', 'Yamamoto', 'Sakura', '山本', '桜', 'ja', 'やまもと', 'さくら'],
  ['M', 'Suzuki', 'Kenji', '鈴木', '健二', 'ja', 'すずき', 'けんじ'],
  ['F', 'Watanabe', 'Yuki', '渡辺', '由紀', 'ja', 'わたなべ', 'ゆき'],
  ['M', 'Kobayashi', 'Daichi', '小林', '大地', 'ja', 'こばやし', 'だいち'],
  ['M', 'Park', 'Ji-hoon', '박', '지훈', 'ko'],
  ['F', 'Choi', 'Eun-ji', '최', '은지', 'ko'],
  ['M', 'Jung', 'Min-jae', '정', '민재', 'ko'],
  ['F', 'Lee', 'Ha-eun', '이', '하은', 'ko'],
  ['M', 'Wang', 'Xiaoming', '王', '小明', 'zh'],
  ['F', 'Zhang', 'Lihua', '张', '丽华', 'zh'],
  ['M', 'Chen', 'Guoqiang', '陈', '国强', 'zh'],
  ['M', 'Haddad', 'Yousef', 'حداد', 'يوسف', 'ar'],
  ['F', 'Mansour', 'Amina', 'منصور', 'أمينة', 'ar'],
  ['M', 'Al-Sayed', 'Khalid', 'السيد', 'خالد', 'ar'],
  ['F', 'Nasser', 'Huda', 'ناصر', 'هدى', 'ar'],
  ['F', 'Levi', 'Tamar', 'לוי', 'תמר', 'he'],
  ['M', 'Mizrahi', 'Eitan', 'מזרחי', 'איתן', 'he'],
  ['F', 'Peretz', 'Shira', 'פרץ', 'שירה', 'he'],
  ['M', 'Papadopoulos', 'Nikos', 'Παπαδόπουλος', 'Νίκος', 'el'],
  ['F', 'Georgiou', 'Maria', 'Γεωργίου', 'Μαρία', 'el'],
  ['M', 'Katsaros', 'Spyros', 'Κατσαρός', 'Σπύρος', 'el'],
  ['F', 'Patel', 'Asha', 'पटेल', 'आशा', 'hi'],
  ['M', 'Verma', 'Rajesh', 'वर्मा', 'राजेश', 'hi'],
  ['F', 'Gupta', 'Kavita', 'गुप्ता', 'कविता', 'hi'],
  ['M', 'Volkov', 'Dmitri', 'Волков', 'Дмитрий', 'ru'],
  ['F', 'Petrova', 'Ekaterina', 'Петрова', 'Екатерина', 'ru'],
  ['M', 'Shevchenko', 'Oleksandr', 'Шевченко', 'Александр', 'ru'],
  ['F', 'Morozova', 'Olga', 'Морозова', 'Ольга', 'ru'],
  ['M', 'Srisai', 'Somchai', 'ศรีใส', 'สมชาย', 'th'],
  ['F', 'Wongsawat', 'Malee', 'วงศ์สวัสดิ์', 'มาลี', 'th'],
];

/** Whole people whose names are written in other letters. */
export const nativePeople: readonly { readonly sex: 'F' | 'M'; readonly name: PersonName }[] = ROWS.map(
  ([sex, family, given, nativeFamily, nativeGiven, lang, soundFamily, soundGiven]) => ({
    sex,
    name: {
      family,
      given,
      native: {
        family: nativeFamily,
        given: nativeGiven,
        lang,
        ...(soundFamily && soundGiven ? { sound: { family: soundFamily, given: soundGiven } } : {}),
      },
    },
  }),
);

export const streets = list(
  'Alder_Row Birch_Lane Chapel_Street Dock_Road Elm_Court Foundry_Street Granary_Walk Harbor_View Iron_Bridge_Road Juniper_Way Kiln_Lane Linden_Avenue Mill_Race Northgate Orchard_Close Priory_Road Quarry_Hill Ropewalk Station_Road Tanner_Street Union_Square Vine_Street Weir_Lane',
);
export const towns: readonly (readonly [string, string])[] = [
  ['Westbrook', '28999'],
  ['Marysfield', '28711'],
  ['Lakeview', '28655'],
  ['Harbor Point', '28577'],
  ['Northfield', '28801'],
  ['Valley Springs', '28744'],
  ['Hillview', '28602'],
  ['Lakeside', '28611'],
  ['Eastbrook', '27601'],
  ['Riverbend', '28750'],
];
