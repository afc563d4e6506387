"""Writes catalogs as large as the national ones: 250,000 rows of drugs, consumables and services, with the columns of
policies/cn/national/catalogs/national.csv, and a region's overlay of a hundredth of that. Valid; the same for the same
number of rows.

Codes have the shapes of the national ones: XJ01DHM048B001010100007 (a western drug: its group, substance, form and
package), ZC04AAX0043030100010 (a Chinese patent drug), C02010102001001001-001 (a consumable),
002501010010000-250101001 (a service). What they stand for is made up. One row in eight has a restriction, some with a
comma or quotes in it; one code in eight has several rows that follow one another in time."""
import argparse
import csv
import datetime
import pathlib
import random
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[3]
COLUMNS = ("code", "name", "class", "first_share", "limit_price", "restriction", "begin", "end")
ALWAYS = pathlib.Path(ROOT, "policies/cn/national/catalogs/national.csv")  # what the examples bill

SUBSTANCES = "美罗培南 替考拉宁 奥美拉唑 低分子肝素 多巴胺 美托洛尔 阿托伐他汀 人血白蛋白 头孢曲松 二甲双胍 氨氯地平 利伐沙班".split()
FORMS = "注射液 片 胶囊 颗粒 口服溶液 缓释片 注射用粉针 吸入剂 软膏 滴眼液".split()
HERBS = "血栓通 丹参 银杏叶 黄芪 参麦 板蓝根 连花清瘟 六味地黄 逍遥 复方甘草".split()
DEVICES = "药物洗脱支架 球囊扩张导管 体外循环管路 人工髋关节 骨固定钢板 一次性护理垫 吻合器 引流管 透析器 起搏导线".split()
SERVICES = "诊查费 床位费 护理 超声检查 计算机体层扫描 磁共振平扫 血常规检查 肾功能检查 冠状动脉搭桥术 起搏器安置术".split()
RESTRICTIONS = ("限二线用药", "限重症感染", "限工伤保险", "限住院, 需凭检验结果", '限"双通道"药店', "限儿童，每日一次")
SHARES = {"A": ("0",), "B": ("0.05", "0.08", "0.10", "0.1500", "20%", "0.30"), "C": ("1", "100%")}
LETTERS = "ABCDEFGHJLMNPRSTV"


def drug(number, chance):
    group = f"{chance.choice('ABCDGHJLMNPRSV')}{chance.randrange(1, 17):02}{chance.choice(LETTERS)}{chance.choice(LETTERS)}"
    code = f"X{group}{chance.choice(LETTERS)}{chance.randrange(1000):03}{chance.choice('ABE')}{number:06}{chance.randrange(10**6):06}"
    return code, chance.choice(SUBSTANCES) + chance.choice(FORMS)


def patent_drug(number, chance):
    code = f"Z{chance.choice('ABCDEFG')}{chance.randrange(1, 17):02}{chance.choice(LETTERS)}{chance.choice(LETTERS)}{chance.choice('BFHX')}{number:07}{chance.randrange(10**6):06}"
    return code, chance.choice(HERBS) + chance.choice(FORMS)


def consumable(number, chance):
    group = f"C{chance.randrange(1, 18):02}{chance.randrange(1, 20):02}{chance.randrange(1, 9):02}{chance.randrange(1, 9):02}"
    return f"{group}{number // 1000:03}{number % 1000:03}001-{chance.randrange(1000):03}", chance.choice(DEVICES)


def service(number, chance):
    item = f"{chance.randrange(11, 35)}{chance.randrange(1, 20):02}{number:05}"
    return f"00{item}{chance.randrange(10):01}000-{item[:4]}{number:05}", chance.choice(SERVICES)


def price(chance):
    places = chance.choice((0, 1, 2, 2, 2, 4, 6))
    return "" if chance.random() < 0.55 else f"{chance.randrange(1, 10 ** (places + 4)) / 10 ** places:.{places}f}"


def terms(chance):
    """When rows of one code hold: one after the other, the last without an end."""
    begin = datetime.date(chance.randrange(2010, 2024), chance.randrange(1, 13), chance.choice((1, 1, 15)))
    for _ in range(0 if chance.random() < 0.88 else chance.randrange(1, 4)):
        end = begin + datetime.timedelta(days=chance.randrange(90, 800))
        yield begin, end
        begin = end + datetime.timedelta(days=chance.choice((1, 1, 1, 31)))
    yield begin, datetime.date(2099, 12, 31) if chance.random() < 0.1 else None


def rows_of(kind, number, chance):
    code, name = kind(number, chance)
    restriction = chance.choice(RESTRICTIONS) if chance.random() < 0.12 else ""
    for begin, end in terms(chance):
        rank = chance.choices("ABC", (35, 50, 15))[0]
        yield code, name, rank, chance.choice(SHARES[rank]), price(chance), restriction, begin.isoformat(), end.isoformat() if end else ""


def rows(count, chance):
    """At least `count` rows, in the order of the national lists: drugs, consumables, services."""
    made = 0
    for kind, share in ((drug, 0.55), (patent_drug, 0.15), (consumable, 0.25), (service, 0.05)):
        number, until = 0, made + int(count * share)
        while made < until:
            number += 1
            for row in rows_of(kind, number, chance):
                made += 1
                yield row


def write(path, made):
    """How many rows there were."""
    count = 0
    with open(path, "w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        for count, row in enumerate(made, 1):
            lines.writerow(row)
    return count


def make_catalogs(folder, count):
    """national.csv and 110000.csv in `folder`; what the examples of policies/cn bill is listed as it is there."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(count)
    with open(ALWAYS, encoding="utf-8", newline="") as file:
        always = list(csv.reader(file))[1:]
    with open(ALWAYS.with_name("110000.csv"), encoding="utf-8", newline="") as file:
        overlaid = list(csv.reader(file))[1:]
    listed = {row[0] for row in always}
    made = [row for row in rows(count - len(always), chance) if row[0] not in listed]
    own = [(row[0], row[1], "B", "0.05", *row[4:6], "2020-01-01", "") for row in chance.sample(made, min(len(made), count // 100))]
    overlay = [*overlaid, *{row[0]: row for row in own}.values()]
    return write(folder / "national.csv", [*made, *always]), write(folder / "110000.csv", overlay)


def make_library(folder, count):
    """policies/cn below `folder`, with these catalogs."""
    shutil.copytree(ROOT / "policies" / "cn", folder)
    return make_catalogs(pathlib.Path(folder, "national", "catalogs"), count)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    arguments.add_argument("folder")
    arguments.add_argument("rows", type=int, nargs="?", default=250_000)
    options = arguments.parse_args()
    print("national.csv: {} rows, 110000.csv: {} rows".format(*make_catalogs(options.folder, options.rows)))
