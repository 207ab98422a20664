/* A sheet with every symbol, hatch, marker and script that can be drawn: written by the tests, and
 * to be looked at (build/tests/write/specimen out.png out.pdf out.svg). */
#ifndef LODE_TESTS_WRITE_SPECIMEN_H
#define LODE_TESTS_WRITE_SPECIMEN_H

#include "page/scene.h"

void specimen_scene(struct arena *a, struct text_context *ctx, struct scene *ret);

#endif
