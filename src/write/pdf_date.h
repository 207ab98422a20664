/* The date of creation in a PDF, the same on every run: that of SOURCE_DATE_EPOCH
 * (https://reproducible-builds.org/specs/source-date-epoch/), or the beginning of 2000. */
#ifndef LODE_WRITE_PDF_DATE_H
#define LODE_WRITE_PDF_DATE_H

void pdf_date(char ret[32]); /* "2000-01-01T00:00:00Z" */

#endif
