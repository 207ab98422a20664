/* How the bytes of an SVG file become a tree: compression, encoding and entities, by libdeflate and
 * libxml2. */
#include "style/svg_document.h"

#include <libdeflate.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "base/arena.h"
#include "style/svg_marker.h"

static const char svg_namespace[] = "http://www.w3.org/2000/svg";

/* An entity that stands in another file is not declared at all, so that a symbol cannot bring in a
 * file of this machine. */
static void declare_entity(void *ctx, const xmlChar *name, int type, const xmlChar *public_id,
                           const xmlChar *system_id, xmlChar *content)
{
    if (!system_id && !public_id)
        xmlSAX2EntityDecl(ctx, name, type, public_id, system_id, content);
}

static bool unpack(struct arena *a, struct str *bytes, struct str file, struct lode_span at,
                   struct lode_err *err)
{
    char *out = arena_alloc(a, 1, SVG_BYTES_MAX);
    size_t n = 0;
    struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
    enum libdeflate_result result =
        libdeflate_gzip_decompress(d, bytes->p, bytes->len, out, SVG_BYTES_MAX, &n);
    libdeflate_free_decompressor(d);

    if (result == LIBDEFLATE_INSUFFICIENT_SPACE)
        return lode_fail(err, LODE_LIMIT, at, "'%.*s' is more than %d bytes when unpacked",
                         STR_FMT(file), SVG_BYTES_MAX);
    if (result != LIBDEFLATE_SUCCESS)
        return lode_fail(err, LODE_DATA, at, "'%.*s' is compressed, and damaged", STR_FMT(file));
    *bytes = (struct str){out, n};
    return true;
}

/* What libxml2 says ends with a line break. */
static bool fail_with_its_words(xmlParserCtxt *xml, struct str file, struct lode_span at,
                                struct lode_err *err)
{
    const xmlError *e = xmlCtxtGetLastError(xml);
    struct str words = str_trim(str_of(e ? e->message : "it is empty"));
    bool deep = str_starts(words, STR("Excessive depth"));
    return lode_fail(err, deep ? LODE_LIMIT : LODE_DATA, at,
                     "cannot read '%.*s' as SVG: line %d: %.*s", STR_FMT(file), e ? e->line : 1,
                     STR_FMT(words));
}

bool svg_document_parse(struct arena *a, struct str bytes, struct str file, struct lode_span at,
                        xmlDoc **ret, struct lode_err *err)
{
    if (str_starts(bytes, STR("\x1f\x8b")) && !unpack(a, &bytes, file, at, err))
        return false;

    xmlParserCtxt *xml = xmlNewParserCtxt();
    xml->sax->entityDecl = declare_entity;
    xmlDoc *doc = xmlCtxtReadMemory(xml, bytes.p ? bytes.p : "", (int)bytes.len, NULL, NULL,
                                    XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOCDATA |
                                        XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (doc && !xmlDocGetRootElement(doc)) {
        xmlFreeDoc(doc);
        doc = NULL;
    }
    if (!doc)
        fail_with_its_words(xml, file, at, err);

    xmlFreeParserCtxt(xml);
    *ret = doc;
    return doc != NULL;
}

const char *svg_element_name(const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE)
        return NULL;

    /* Files without any namespace are common; so is "svg:" without its declaration. */
    const char *name = (const char *)node->name;
    if (!node->ns || !node->ns->prefix)
        return strncmp(name, "svg:", 4) == 0 ? name + 4 : name;
    return strcmp((const char *)node->ns->href, svg_namespace) == 0 ? name : NULL;
}

static bool is_named(const xmlAttr *attr, const char *name)
{
    if (strcmp((const char *)attr->name, name) != 0)
        return false;
    return !attr->ns ||
           (strcmp(name, "href") == 0 && strstr((const char *)attr->ns->href, "xlink"));
}

struct str svg_node_attribute(struct arena *a, const xmlNode *node, const char *name)
{
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
        if (!is_named(attr, name))
            continue;
        xmlChar *text = xmlNodeListGetString(node->doc, attr->children, 1);
        struct str value = str_copy(a, str_of((const char *)text));
        xmlFree(text);
        return value;
    }
    return (struct str){0};
}
