/* The version, as --version, reports and the PDF's producer name it. */
#ifndef LODE_BASE_VERSION_H
#define LODE_BASE_VERSION_H

#define LODE_VERSION "0.1.0"

#endif
