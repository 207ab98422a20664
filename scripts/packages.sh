# Sourced by scripts/demo, scripts/test and scripts/coverage: the Debian packages of each purpose, and their installation.

build_packages='gcc libc6-dev meson ninja-build pkg-config libgdal-dev libproj-dev proj-data libgeos-dev
libcairo2-dev libpango1.0-dev libharfbuzz-dev libfyaml-dev libdeflate-dev libjson-c-dev libxml2-dev libqpdf-dev libuchardet-dev
fonts-noto-core fonts-noto-cjk'

test_packages='clang libclang-rt-14-dev clang-format python3-pytest python3-pytest-xdist python3-gdal
python3-jsonschema python3-numpy python3-pil python3-pyproj python3-shapely python3-yaml poppler-utils gdal-bin
librsvg2-bin libxml2-utils postgresql-15 postgresql-15-postgis-3 parallel slurm-wlm munge
python3-openpyxl python3-chardet uchardet qgis-providers-common'

coverage_packages='gcovr'

# install_packages NAME...: what is missing, and nothing when all are there.
install_packages() {
    missing=
    for name in "$@"; do
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' ||
            missing="$missing $name"
    done
    if [ -z "$missing" ]; then
        echo "packages: all $# are installed"
        return 0
    fi
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "packages: these are missing, and there is no sudo to install them:$missing" >&2
            return 1
        fi
        as_root=sudo
    fi
    echo "packages: installing$missing"
    $as_root apt-get -qq update
    # shellcheck disable=SC2086 # a list of names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        $missing >/dev/null
}
