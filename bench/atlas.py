#!/usr/bin/python3
"""How long an atlas takes: the 398 districts of Afghanistan, A4 at 150 dpi, beside the atlas of QGIS.

    bench/atlas.py lode FOLDER [-j 1 2] [--lode build/src/cli/lode]     and how long it takes to find nothing to do
    bench/atlas.py unchanged FOLDER [--pages 1000]                      that for a grid of about 1,000 pages
    bench/atlas.py qgis FOLDER [--pages 40]                             needs Debian's python3-qgis

Times are wall times, and processor times of all processes; of QGIS without its start. The project of QGIS has the same layers,
colours by category, rule-based labels off, a legend, a scale bar and an overview map, and draws the first pages of the same atlas.
"""
import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def place(folder, name="atlas.yaml", text=None):
    """The document in FOLDER, with the layers seen from there."""
    folder.mkdir(parents=True, exist_ok=True)
    text = text or (ROOT / "bench/atlas.yaml").read_text(encoding="utf-8")
    document = folder / name
    document.write_text(text.replace("../layers", str(ROOT / "layers")).replace("../styles", str(ROOT / "styles")),
                        encoding="utf-8")
    return document


def timed(command, **kw):
    """(wall, processor) seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([str(c) for c in command], check=True, **kw)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run_lode(args):
    document = place(args.folder)
    for jobs in args.jobs:
        shutil.rmtree(args.folder / "out", ignore_errors=True)
        wall, processor = timed([args.lode, "batch", document, "-j", jobs, "-q", "--report", args.folder / "report.json"])
        report = json.loads((args.folder / "report.json").read_text())
        size = sum(p.stat().st_size for p in (args.folder / "out").glob("*.png")) / report["done"]
        print(f"-j {jobs}: {report['done']} pages, {wall:.1f} s, {report['done'] / wall:.1f} pages a second; "
              f"{processor:.1f} s of processors, {report['done'] / processor:.1f} pages a second and core; "
              f"{report['peak_memory_kb'] / 1024:.0f} MB a worker, {size / 1000:.0f} kB a page")
    wall, processor = timed([args.lode, "batch", document, "-q"])
    print(f"nothing to do: {wall:.2f} s, {processor:.2f} s of processors")


def run_unchanged(args):
    text = (ROOT / "bench/atlas.yaml").read_text(encoding="utf-8")
    # 25 km: 1,148 sheets touch the districts; the small pages are only to have a journal
    start = text.index("atlas:")
    text = text[:start] + "atlas: {over: {grid: 25 km, of: districts}, output: 'out/{page.key}.png'}\ndpi: 30\n"
    document = place(args.folder, "grid.yaml", text)
    subprocess.run([args.lode, "batch", document, "-q"], check=True)
    pages = len(subprocess.run([args.lode, "batch", document, "--list"], check=True, capture_output=True).stdout.splitlines())
    for _ in range(3):
        wall, processor = timed([args.lode, "batch", document, "-q"])
        print(f"{pages} pages, nothing to do: {wall:.2f} s, {processor:.2f} s of processors")


# ---- QGIS

def qgis_project(core, gui):
    project = core.QgsProject.instance()
    project.setCrs(core.QgsCoordinateReferenceSystem.fromProj(
        "+proj=lcc +lat_1=31 +lat_2=37 +lat_0=34 +lon_0=66 +datum=WGS84 +units=m"))
    layers = {}
    for name, where in (("districts", ""), ("rivers", ""), ("provinces", "adm0_a3 = 'AFG'"),
                        ("railways_osm", ""), ("deposits", "adm0_a3 = 'AFG'")):
        layer = core.QgsVectorLayer(str(ROOT / f"layers/{name}.shp"), name, "ogr")
        assert layer.isValid(), name
        if where:
            layer.setSubsetString(where)
        project.addMapLayer(layer)
        layers[name] = layer
    plain = {"districts": core.QgsFillSymbol.createSimple({"color": "#f3efe6", "outline_color": "#999999", "outline_width": "0.15"}),
             "provinces": core.QgsFillSymbol.createSimple({"style": "no", "outline_color": "#666666", "outline_width": "0.3"}),
             "rivers": core.QgsLineSymbol.createSimple({"color": "#6b9ac4", "width": "0.3"}),
             "railways_osm": core.QgsLineSymbol.createSimple({"color": "#333333", "width": "0.5"})}
    for name, symbol in plain.items():
        layers[name].setRenderer(core.QgsSingleSymbolRenderer(symbol))
    deposits = layers["deposits"]
    column = deposits.fields().indexFromName("comm_group")
    categories = []
    for i, value in enumerate(sorted(str(v) for v in deposits.uniqueValues(column))):
        symbol = core.QgsMarkerSymbol.createSimple({"color": gui.QColor.fromHsv(i * 47 % 360, 180, 190).name(), "size": "2"})
        categories.append(core.QgsRendererCategory(value, symbol, value))
    deposits.setRenderer(core.QgsCategorizedSymbolRenderer("comm_group", categories))
    for layer, field in ((layers["districts"], "shapeName"), (deposits, "name")):
        settings = core.QgsPalLayerSettings()
        settings.fieldName = field
        layer.setLabeling(core.QgsVectorLayerSimpleLabeling(settings))
        layer.setLabelsEnabled(True)
    return project, layers


def qgis_layout(core, qtcore, project, layers):
    layout = core.QgsPrintLayout(project)
    layout.initializeDefaults()  # A4 landscape

    def put(item, x, y, w, h):
        layout.addLayoutItem(item)
        item.attemptMove(core.QgsLayoutPoint(x, y, core.QgsUnitTypes.LayoutMillimeters))
        item.attemptResize(core.QgsLayoutSize(w, h, core.QgsUnitTypes.LayoutMillimeters))
        return item

    order = [layers[n] for n in ("deposits", "railways_osm", "provinces", "rivers", "districts")]
    frame = core.QgsLayoutItemMap(layout)
    put(frame, 8, 18, 220, 184)
    frame.setLayers(order)
    frame.setAtlasDriven(True)
    frame.setAtlasScalingMode(core.QgsLayoutItemMap.Auto)
    frame.setAtlasMargin(0.08)
    title = core.QgsLayoutItemLabel(layout)
    title.setText("[% shapeName %]")
    put(title, 8, 6, 220, 10)
    legend = core.QgsLayoutItemLegend(layout)
    legend.setLinkedMap(frame)
    legend.setLegendFilterByMapEnabled(True)
    put(legend, 232, 70, 57, 120)
    bar = core.QgsLayoutItemScaleBar(layout)
    bar.setLinkedMap(frame)
    bar.setUnits(core.QgsUnitTypes.DistanceKilometers)
    bar.setUnitsPerSegment(5)
    bar.setUnitLabel("km")
    put(bar, 150, 190, 70, 10)
    locator = core.QgsLayoutItemMap(layout)
    put(locator, 232, 18, 57, 45)
    locator.setLayers([layers["provinces"]])
    locator.setExtent(core.QgsRectangle(-560000, -510000, 850000, 560000))
    locator.overview().setLinkedMap(frame)
    atlas = layout.atlas()
    atlas.setCoverageLayer(layers["districts"])
    atlas.setEnabled(True)
    atlas.setSortFeatures(True)
    atlas.setSortExpression("shapeName")
    atlas.setFilenameExpression("'page-' || @atlas_featurenumber")
    return layout


def run_qgis(args):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from qgis import core
        from qgis.PyQt import QtCore, QtGui
    except ImportError:
        sys.exit("no QGIS here: install Debian's python3-qgis")
    app = core.QgsApplication([], True)
    app.initQgis()
    project, layers = qgis_project(core, QtGui)
    layout = qgis_layout(core, QtCore, project, layers)
    out = args.folder / "qgis"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    settings = core.QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 150
    atlas, exporter, done = layout.atlas(), core.QgsLayoutExporter(layout), 0
    start, before = time.monotonic(), time.process_time()
    atlas.beginRender()
    atlas.first()
    while done < args.pages:
        done += exporter.exportToImage(str(out / f"{done:03d}.png"), settings) == core.QgsLayoutExporter.Success
        if not atlas.next():
            break
    atlas.endRender()
    wall, processor = time.monotonic() - start, time.process_time() - before
    print(f"QGIS {core.Qgis.QGIS_VERSION}: {done} pages, {wall:.1f} s, {done / wall:.2f} pages a second; "
          f"{processor:.1f} s of processors, {done / processor:.2f} pages a second and core", flush=True)
    os._exit(0)  # QGIS may crash when Python takes it down


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("lode", "unchanged", "qgis"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("-j", "--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--lode", type=Path, default=ROOT / "build/src/cli/lode")
    args = parser.parse_args()
    {"lode": run_lode, "unchanged": run_unchanged, "qgis": run_qgis}[args.what](args)


if __name__ == "__main__":
    main()
