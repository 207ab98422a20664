/* The colours of the built-in palettes, with their licences and sources. */
#include "style/palette_data.h"

/* ColorBrewer: Copyright (c) 2002 Cynthia Brewer, Mark Harrower, and The Pennsylvania State
 * University, Apache License 2.0. Okabe-Ito: Okabe & Ito 2002, https://jfly.uni-koeln.de/color/.
 * viridis, magma, inferno, plasma: CC0; cividis: Nunez, Anderton & Renslow 2018,
 * doi:10.1371/journal.pone.0199239. acton to vik: Crameri, doi:10.5281/zenodo.1243862, MIT. The
 * viridis family, cividis and Crameri's are 33 samples of the published 256: colours in between,
 * mixed in CIELAB, differ from the published ones by less than 3 of 255 (cividis, in its darkest
 * blue: 6). bluered to purplegold: Stevens 2015,
 * https://www.joshuastevens.net/cartography/make-a-bivariate-choropleth-map/. */
const struct palette_entry palette_entries[] = {
    {"okabe-ito", PALETTE_QUALITATIVE, PALETTE_OKABE_ITO, 8, 8, 8,
     "e69f0056b4e9009e73f0e4420072b2d55e00cc79a7000000"},
    {"Blues", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "deebf79ecae13182bd"
     "eff3ffbdd7e76baed62171b5"
     "eff3ffbdd7e76baed63182bd08519c"
     "eff3ffc6dbef9ecae16baed63182bd08519c"
     "eff3ffc6dbef9ecae16baed64292c62171b5084594"
     "f7fbffdeebf7c6dbef9ecae16baed64292c62171b5084594"
     "f7fbffdeebf7c6dbef9ecae16baed64292c62171b508519c08306b"},
    {"BuGn", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "e5f5f999d8c92ca25f"
     "edf8fbb2e2e266c2a4238b45"
     "edf8fbb2e2e266c2a42ca25f006d2c"
     "edf8fbccece699d8c966c2a42ca25f006d2c"
     "edf8fbccece699d8c966c2a441ae76238b45005824"
     "f7fcfde5f5f9ccece699d8c966c2a441ae76238b45005824"
     "f7fcfde5f5f9ccece699d8c966c2a441ae76238b45006d2c00441b"},
    {"BuPu", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "e0ecf49ebcda8856a7"
     "edf8fbb3cde38c96c688419d"
     "edf8fbb3cde38c96c68856a7810f7c"
     "edf8fbbfd3e69ebcda8c96c68856a7810f7c"
     "edf8fbbfd3e69ebcda8c96c68c6bb188419d6e016b"
     "f7fcfde0ecf4bfd3e69ebcda8c96c68c6bb188419d6e016b"
     "f7fcfde0ecf4bfd3e69ebcda8c96c68c6bb188419d810f7c4d004b"},
    {"GnBu", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "e0f3dba8ddb543a2ca"
     "f0f9e8bae4bc7bccc42b8cbe"
     "f0f9e8bae4bc7bccc443a2ca0868ac"
     "f0f9e8ccebc5a8ddb57bccc443a2ca0868ac"
     "f0f9e8ccebc5a8ddb57bccc44eb3d32b8cbe08589e"
     "f7fcf0e0f3dbccebc5a8ddb57bccc44eb3d32b8cbe08589e"
     "f7fcf0e0f3dbccebc5a8ddb57bccc44eb3d32b8cbe0868ac084081"},
    {"Greens", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "e5f5e0a1d99b31a354"
     "edf8e9bae4b374c476238b45"
     "edf8e9bae4b374c47631a354006d2c"
     "edf8e9c7e9c0a1d99b74c47631a354006d2c"
     "edf8e9c7e9c0a1d99b74c47641ab5d238b45005a32"
     "f7fcf5e5f5e0c7e9c0a1d99b74c47641ab5d238b45005a32"
     "f7fcf5e5f5e0c7e9c0a1d99b74c47641ab5d238b45006d2c00441b"},
    {"Greys", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "f0f0f0bdbdbd636363"
     "f7f7f7cccccc969696525252"
     "f7f7f7cccccc969696636363252525"
     "f7f7f7d9d9d9bdbdbd969696636363252525"
     "f7f7f7d9d9d9bdbdbd969696737373525252252525"
     "fffffff0f0f0d9d9d9bdbdbd969696737373525252252525"
     "fffffff0f0f0d9d9d9bdbdbd969696737373525252252525000000"},
    {"OrRd", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "fee8c8fdbb84e34a33"
     "fef0d9fdcc8afc8d59d7301f"
     "fef0d9fdcc8afc8d59e34a33b30000"
     "fef0d9fdd49efdbb84fc8d59e34a33b30000"
     "fef0d9fdd49efdbb84fc8d59ef6548d7301f990000"
     "fff7ecfee8c8fdd49efdbb84fc8d59ef6548d7301f990000"
     "fff7ecfee8c8fdd49efdbb84fc8d59ef6548d7301fb300007f0000"},
    {"Oranges", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "fee6cefdae6be6550d"
     "feeddefdbe85fd8d3cd94701"
     "feeddefdbe85fd8d3ce6550da63603"
     "feeddefdd0a2fdae6bfd8d3ce6550da63603"
     "feeddefdd0a2fdae6bfd8d3cf16913d948018c2d04"
     "fff5ebfee6cefdd0a2fdae6bfd8d3cf16913d948018c2d04"
     "fff5ebfee6cefdd0a2fdae6bfd8d3cf16913d94801a636037f2704"},
    {"PuBu", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "ece7f2a6bddb2b8cbe"
     "f1eef6bdc9e174a9cf0570b0"
     "f1eef6bdc9e174a9cf2b8cbe045a8d"
     "f1eef6d0d1e6a6bddb74a9cf2b8cbe045a8d"
     "f1eef6d0d1e6a6bddb74a9cf3690c00570b0034e7b"
     "fff7fbece7f2d0d1e6a6bddb74a9cf3690c00570b0034e7b"
     "fff7fbece7f2d0d1e6a6bddb74a9cf3690c00570b0045a8d023858"},
    {"PuBuGn", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "ece2f0a6bddb1c9099"
     "f6eff7bdc9e167a9cf02818a"
     "f6eff7bdc9e167a9cf1c9099016c59"
     "f6eff7d0d1e6a6bddb67a9cf1c9099016c59"
     "f6eff7d0d1e6a6bddb67a9cf3690c002818a016450"
     "fff7fbece2f0d0d1e6a6bddb67a9cf3690c002818a016450"
     "fff7fbece2f0d0d1e6a6bddb67a9cf3690c002818a016c59014636"},
    {"PuRd", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "e7e1efc994c7dd1c77"
     "f1eef6d7b5d8df65b0ce1256"
     "f1eef6d7b5d8df65b0dd1c77980043"
     "f1eef6d4b9dac994c7df65b0dd1c77980043"
     "f1eef6d4b9dac994c7df65b0e7298ace125691003f"
     "f7f4f9e7e1efd4b9dac994c7df65b0e7298ace125691003f"
     "f7f4f9e7e1efd4b9dac994c7df65b0e7298ace125698004367001f"},
    {"Purples", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "efedf5bcbddc756bb1"
     "f2f0f7cbc9e29e9ac86a51a3"
     "f2f0f7cbc9e29e9ac8756bb154278f"
     "f2f0f7dadaebbcbddc9e9ac8756bb154278f"
     "f2f0f7dadaebbcbddc9e9ac8807dba6a51a34a1486"
     "fcfbfdefedf5dadaebbcbddc9e9ac8807dba6a51a34a1486"
     "fcfbfdefedf5dadaebbcbddc9e9ac8807dba6a51a354278f3f007d"},
    {"RdPu", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "fde0ddfa9fb5c51b8a"
     "feebe2fbb4b9f768a1ae017e"
     "feebe2fbb4b9f768a1c51b8a7a0177"
     "feebe2fcc5c0fa9fb5f768a1c51b8a7a0177"
     "feebe2fcc5c0fa9fb5f768a1dd3497ae017e7a0177"
     "fff7f3fde0ddfcc5c0fa9fb5f768a1dd3497ae017e7a0177"
     "fff7f3fde0ddfcc5c0fa9fb5f768a1dd3497ae017e7a017749006a"},
    {"Reds", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "fee0d2fc9272de2d26"
     "fee5d9fcae91fb6a4acb181d"
     "fee5d9fcae91fb6a4ade2d26a50f15"
     "fee5d9fcbba1fc9272fb6a4ade2d26a50f15"
     "fee5d9fcbba1fc9272fb6a4aef3b2ccb181d99000d"
     "fff5f0fee0d2fcbba1fc9272fb6a4aef3b2ccb181d99000d"
     "fff5f0fee0d2fcbba1fc9272fb6a4aef3b2ccb181da50f1567000d"},
    {"YlGn", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "f7fcb9addd8e31a354"
     "ffffccc2e69978c679238443"
     "ffffccc2e69978c67931a354006837"
     "ffffccd9f0a3addd8e78c67931a354006837"
     "ffffccd9f0a3addd8e78c67941ab5d238443005a32"
     "ffffe5f7fcb9d9f0a3addd8e78c67941ab5d238443005a32"
     "ffffe5f7fcb9d9f0a3addd8e78c67941ab5d238443006837004529"},
    {"YlGnBu", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "edf8b17fcdbb2c7fb8"
     "ffffcca1dab441b6c4225ea8"
     "ffffcca1dab441b6c42c7fb8253494"
     "ffffccc7e9b47fcdbb41b6c42c7fb8253494"
     "ffffccc7e9b47fcdbb41b6c41d91c0225ea80c2c84"
     "ffffd9edf8b1c7e9b47fcdbb41b6c41d91c0225ea80c2c84"
     "ffffd9edf8b1c7e9b47fcdbb41b6c41d91c0225ea8253494081d58"},
    {"YlOrBr", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "fff7bcfec44fd95f0e"
     "ffffd4fed98efe9929cc4c02"
     "ffffd4fed98efe9929d95f0e993404"
     "ffffd4fee391fec44ffe9929d95f0e993404"
     "ffffd4fee391fec44ffe9929ec7014cc4c028c2d04"
     "ffffe5fff7bcfee391fec44ffe9929ec7014cc4c028c2d04"
     "ffffe5fff7bcfee391fec44ffe9929ec7014cc4c02993404662506"},
    {"YlOrRd", PALETTE_SEQUENTIAL, PALETTE_BREWER, 9, 3, 9,
     "ffeda0feb24cf03b20"
     "ffffb2fecc5cfd8d3ce31a1c"
     "ffffb2fecc5cfd8d3cf03b20bd0026"
     "ffffb2fed976feb24cfd8d3cf03b20bd0026"
     "ffffb2fed976feb24cfd8d3cfc4e2ae31a1cb10026"
     "ffffccffeda0fed976feb24cfd8d3cfc4e2ae31a1cb10026"
     "ffffccffeda0fed976feb24cfd8d3cfc4e2ae31a1cbd0026800026"},
    {"BrBG", PALETTE_DIVERGING, PALETTE_BREWER, 11, 3, 11,
     "d8b365f5f5f55ab4ac"
     "a6611adfc27d80cdc1018571"
     "a6611adfc27df5f5f580cdc1018571"
     "8c510ad8b365f6e8c3c7eae55ab4ac01665e"
     "8c510ad8b365f6e8c3f5f5f5c7eae55ab4ac01665e"
     "8c510abf812ddfc27df6e8c3c7eae580cdc135978f01665e"
     "8c510abf812ddfc27df6e8c3f5f5f5c7eae580cdc135978f01665e"
     "5430058c510abf812ddfc27df6e8c3c7eae580cdc135978f01665e003c30"
     "5430058c510abf812ddfc27df6e8c3f5f5f5c7eae580cdc135978f01665e003c30"},
    {"PRGn", PALETTE_DIVERGING, PALETTE_BREWER, 11, 3, 11,
     "af8dc3f7f7f77fbf7b"
     "7b3294c2a5cfa6dba0008837"
     "7b3294c2a5cff7f7f7a6dba0008837"
     "762a83af8dc3e7d4e8d9f0d37fbf7b1b7837"
     "762a83af8dc3e7d4e8f7f7f7d9f0d37fbf7b1b7837"
     "762a839970abc2a5cfe7d4e8d9f0d3a6dba05aae611b7837"
     "762a839970abc2a5cfe7d4e8f7f7f7d9f0d3a6dba05aae611b7837"
     "40004b762a839970abc2a5cfe7d4e8d9f0d3a6dba05aae611b783700441b"
     "40004b762a839970abc2a5cfe7d4e8f7f7f7d9f0d3a6dba05aae611b783700441b"},
    {"PiYG", PALETTE_DIVERGING, PALETTE_BREWER, 11, 3, 11,
     "e9a3c9f7f7f7a1d76a"
     "d01c8bf1b6dab8e1864dac26"
     "d01c8bf1b6daf7f7f7b8e1864dac26"
     "c51b7de9a3c9fde0efe6f5d0a1d76a4d9221"
     "c51b7de9a3c9fde0eff7f7f7e6f5d0a1d76a4d9221"
     "c51b7dde77aef1b6dafde0efe6f5d0b8e1867fbc414d9221"
     "c51b7dde77aef1b6dafde0eff7f7f7e6f5d0b8e1867fbc414d9221"
     "8e0152c51b7dde77aef1b6dafde0efe6f5d0b8e1867fbc414d9221276419"
     "8e0152c51b7dde77aef1b6dafde0eff7f7f7e6f5d0b8e1867fbc414d9221276419"},
    {"PuOr", PALETTE_DIVERGING, PALETTE_BREWER, 11, 3, 11,
     "f1a340f7f7f7998ec3"
     "e66101fdb863b2abd25e3c99"
     "e66101fdb863f7f7f7b2abd25e3c99"
     "b35806f1a340fee0b6d8daeb998ec3542788"
     "b35806f1a340fee0b6f7f7f7d8daeb998ec3542788"
     "b35806e08214fdb863fee0b6d8daebb2abd28073ac542788"
     "b35806e08214fdb863fee0b6f7f7f7d8daebb2abd28073ac542788"
     "7f3b08b35806e08214fdb863fee0b6d8daebb2abd28073ac5427882d004b"
     "7f3b08b35806e08214fdb863fee0b6f7f7f7d8daebb2abd28073ac5427882d004b"},
    {"RdBu", PALETTE_DIVERGING, PALETTE_BREWER, 11, 3, 11,
     "ef8a62f7f7f767a9cf"
     "ca0020f4a58292c5de0571b0"
     "ca0020f4a582f7f7f792c5de0571b0"
     "b2182bef8a62fddbc7d1e5f067a9cf2166ac"
     "b2182bef8a62fddbc7f7f7f7d1e5f067a9cf2166ac"
     "b2182bd6604df4a582fddbc7d1e5f092c5de4393c32166ac"
     "b2182bd6604df4a582fddbc7f7f7f7d1e5f092c5de4393c32166ac"
     "67001fb2182bd6604df4a582fddbc7d1e5f092c5de4393c32166ac053061"
     "67001fb2182bd6604df4a582fddbc7f7f7f7d1e5f092c5de4393c32166ac053061"},
    {"RdGy", PALETTE_DIVERGING, PALETTE_BREWER, 0, 3, 11,
     "ef8a62ffffff999999"
     "ca0020f4a582bababa404040"
     "ca0020f4a582ffffffbababa404040"
     "b2182bef8a62fddbc7e0e0e09999994d4d4d"
     "b2182bef8a62fddbc7ffffffe0e0e09999994d4d4d"
     "b2182bd6604df4a582fddbc7e0e0e0bababa8787874d4d4d"
     "b2182bd6604df4a582fddbc7ffffffe0e0e0bababa8787874d4d4d"
     "67001fb2182bd6604df4a582fddbc7e0e0e0bababa8787874d4d4d1a1a1a"
     "67001fb2182bd6604df4a582fddbc7ffffffe0e0e0bababa8787874d4d4d1a1a1a"},
    {"RdYlBu", PALETTE_DIVERGING, PALETTE_BREWER, 11, 3, 11,
     "fc8d59ffffbf91bfdb"
     "d7191cfdae61abd9e92c7bb6"
     "d7191cfdae61ffffbfabd9e92c7bb6"
     "d73027fc8d59fee090e0f3f891bfdb4575b4"
     "d73027fc8d59fee090ffffbfe0f3f891bfdb4575b4"
     "d73027f46d43fdae61fee090e0f3f8abd9e974add14575b4"
     "d73027f46d43fdae61fee090ffffbfe0f3f8abd9e974add14575b4"
     "a50026d73027f46d43fdae61fee090e0f3f8abd9e974add14575b4313695"
     "a50026d73027f46d43fdae61fee090ffffbfe0f3f8abd9e974add14575b4313695"},
    {"RdYlGn", PALETTE_DIVERGING, PALETTE_BREWER, 0, 3, 11,
     "fc8d59ffffbf91cf60"
     "d7191cfdae61a6d96a1a9641"
     "d7191cfdae61ffffbfa6d96a1a9641"
     "d73027fc8d59fee08bd9ef8b91cf601a9850"
     "d73027fc8d59fee08bffffbfd9ef8b91cf601a9850"
     "d73027f46d43fdae61fee08bd9ef8ba6d96a66bd631a9850"
     "d73027f46d43fdae61fee08bffffbfd9ef8ba6d96a66bd631a9850"
     "a50026d73027f46d43fdae61fee08bd9ef8ba6d96a66bd631a9850006837"
     "a50026d73027f46d43fdae61fee08bffffbfd9ef8ba6d96a66bd631a9850006837"},
    {"Spectral", PALETTE_DIVERGING, PALETTE_BREWER, 0, 3, 11,
     "fc8d59ffffbf99d594"
     "d7191cfdae61abdda42b83ba"
     "d7191cfdae61ffffbfabdda42b83ba"
     "d53e4ffc8d59fee08be6f59899d5943288bd"
     "d53e4ffc8d59fee08bffffbfe6f59899d5943288bd"
     "d53e4ff46d43fdae61fee08be6f598abdda466c2a53288bd"
     "d53e4ff46d43fdae61fee08bffffbfe6f598abdda466c2a53288bd"
     "9e0142d53e4ff46d43fdae61fee08be6f598abdda466c2a53288bd5e4fa2"
     "9e0142d53e4ff46d43fdae61fee08bffffbfe6f598abdda466c2a53288bd5e4fa2"},
    {"Accent", PALETTE_QUALITATIVE, PALETTE_BREWER, 0, 8, 8,
     "7fc97fbeaed4fdc086ffff99386cb0f0027fbf5b17666666"},
    {"Dark2", PALETTE_QUALITATIVE, PALETTE_BREWER, 3, 8, 8,
     "1b9e77d95f027570b3e7298a66a61ee6ab02a6761d666666"},
    {"Paired", PALETTE_QUALITATIVE, PALETTE_BREWER, 4, 12, 12,
     "a6cee31f78b4b2df8a33a02cfb9a99e31a1cfdbf6fff7f00cab2d66a3d9affff99b15928"},
    {"Pastel1", PALETTE_QUALITATIVE, PALETTE_BREWER, 0, 9, 9,
     "fbb4aeb3cde3ccebc5decbe4fed9a6ffffcce5d8bdfddaecf2f2f2"},
    {"Pastel2", PALETTE_QUALITATIVE, PALETTE_BREWER, 0, 8, 8,
     "b3e2cdfdcdaccbd5e8f4cae4e6f5c9fff2aef1e2cccccccc"},
    {"Set1", PALETTE_QUALITATIVE, PALETTE_BREWER, 0, 9, 9,
     "e41a1c377eb84daf4a984ea3ff7f00ffff33a65628f781bf999999"},
    {"Set2", PALETTE_QUALITATIVE, PALETTE_BREWER, 3, 8, 8,
     "66c2a5fc8d628da0cbe78ac3a6d854ffd92fe5c494b3b3b3"},
    {"Set3", PALETTE_QUALITATIVE, PALETTE_BREWER, 0, 12, 12,
     "8dd3c7ffffb3bebadafb807280b1d3fdb462b3de69fccde5d9d9d9bc80bdccebc5ffed6f"},
    {"viridis", PALETTE_SEQUENTIAL, PALETTE_VIRIDIS, 33, 33, 33,
     "440154470d6048186a482374472d7b4536814240863f49893b528b375a8d33638d2f6a8e"
     "2c728e297a8e26818e23898e21908c1f988b1f9f8821a68528ae8031b57b3ebc744cc26c"
     "5dc9636ece5882d34c96d83fabdc32c0df24d5e21aeae51afde725"},
    {"magma", PALETTE_SEQUENTIAL, PALETTE_VIRIDIS, 33, 33, 33,
     "0000040303110a0822130d331d114628115a36106a430f7650127c5d177f691c81762181"
     "8226818f2a819c2e7fa9327db63779c33b75cf4170db486ae65163ee5c5ef5695cf9785d"
     "fb8761fd9668fea571feb47bfec387fed194fde0a2fceeb0fcfdbf"},
    {"inferno", PALETTE_SEQUENTIAL, PALETTE_VIRIDIS, 33, 33, 33,
     "0000040403120b0724150b37210c4a2e0a5a3c09654a0c6b57106d63146e70196e7d1e6d"
     "89226a962766a32b61af315cbb3755c63e4dd14644db4f3be35932eb6528f1711ef67f14"
     "f98d0afb9c06fcab0ffbba1ff9ca32f5d949f2e865f3f586fcffa4"},
    {"plasma", PALETTE_SEQUENTIAL, PALETTE_VIRIDIS, 33, 33, 33,
     "0d08872206903105963f049c4c02a15901a56600a77200a87e03a88909a69511a29f1a9c"
     "a92396b22c8ebb3587c33e80cb4778d25071d9596ae06263e66c5ceb7555f07f4ff48a48"
     "f89441fb9f3afdab33feb72dfdc328fcd025f9dd25f5eb27f0f921"},
    {"cividis", PALETTE_SEQUENTIAL, PALETTE_VIRIDIS, 33, 33, 33,
     "00224e00285b002e6a0433711a386f273e6e32436d3b496c434e6c4b546c52596d5a5f6e"
     "61656f686a716f70737576767c7b788481798b8778938d789b9376a39a75aba072b3a670"
     "bbad6cc3b469ccba64d4c15fddc958e6d051efd748f8df3cfee838"},
    {"acton", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "2e214d3628543e305b473763503e6a594672634d796d5480775a86825e8b8c628e966491"
     "9f6593a86694b16795ba6997c36d9acb74a0d17ca6d484acd58cb1d492b6d499bbd39fbf"
     "d4a6c4d4aec9d6b5ced7bdd4dac5d9ddcddfdfd5e4e3ddeae6e6f0"},
    {"bamako", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "00404c06434a0b4647114944154c411a503e20533a2557372b5a34305e3036622d3d6629"
     "436a254a6f2151731d597819617d1569821073880a7d8c05888e039291049f950cac9c18"
     "b9a526c6af34d1b943dbc152e3c961ead06ff1d87df8df8bffe599"},
    {"batlow", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "01195905225b092a5c0d325e0f3b5f134360164c611c5461235c602c635d376958426e53"
     "4e734c5a7746667a3f727e388081338e852f9e892eaf8d31c09038d09344df9652eb9a61"
     "f49e72f9a483fca994fdafa4fdb4b5fdbac6fcc0d7fbc6e8faccfa"},
    {"bilbao", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "fffffff5f5f4eaeaeae1e0dfd7d7d3d0cec7cac7bcc5c1b1c2bca6beb79cbbb291b8ac87"
     "b5a57db19d74ae956dac8e69aa8765a88063a67960a4725da26b599f64569d5c5299544d"
     "934b478c42408439387c302f732726691e1e601516560a0d4d0001"},
    {"davos", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "00054a031256081c610e276c1432771a3c802147892851902f5a9637639a3e6b9c46729d"
     "4e799d567f9b5d84996589966c8d937392907a978d829d8a8ba38895aa87a0b289adbc8c"
     "bbc794cbd39fd9dfade6e9bceff0cbf5f6d9faf9e6fcfcf3fefefe"},
    {"devon", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "2c1a4c2b21542a295b29306329386a283f7227477b27508429588f2c5f9a3265a5396bb1"
     "4272bc4e79c65e80cf6e88d77d8edc8c95e29a9be7a6a3ebafaaeeb7b1f0beb8f2c4bff3"
     "cac6f4d1cdf5d7d4f7dedbf8e4e2faebe9fbf2f0fcf8f8feffffff"},
    {"grayc", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "fffffff6f6f6ededede4e4e4dbdbdbd2d2d2cacacac1c1c1b8b8b8b0b0b0a7a7a79f9f9f"
     "9797978f8f8f8686867e7e7e7676767070706868686060605959595151514a4a4a434343"
     "3c3c3c3535352e2e2e2727272121211a1a1a1414140b0b0b000000"},
    {"hawaii", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "8c02738e126b901d6391265c922e5593364f953e49964643974e3e985538995e339a662e"
     "9b6e289c78239d811f9d8b1c9c961c9aa02196aa2c91b43a8abc4982c35a7bc96a73ce7c"
     "6cd48d65d99e60deb05fe4c266e8d373ece287efee9df1f7b3f2fd"},
    {"imola", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "1a33b31d39b0203ead2344aa2549a8284ea52b53a22d59a0305e9d33639a3768963b6c92"
     "3f718e44768a487b864e808254857f5a8c7d61937b689b7970a37778ab7580b37388bb71"
     "91c36f99cc6da3d56bafde69bde667cded66ddf466eef966ffff66"},
    {"lajolla", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "ffffccfefabefdf5affcefa1fbe992f9e184f7d875f4ce69f2c360efb859edae56eba454"
     "e99b53e79252e58851e27f50de754fd96b4ed0604cc5574ab74f47a949449b443f8c403a"
     "7e3b3471372e633328562f21492a1b3c2615302210241e091a1a01"},
    {"lapaz", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "1a0c641d176b20207122297824327e263a842842892a4b8e2d5393305b9733629b386a9e"
     "3d71a04379a24b80a35386a45c8ba36591a26f96a17a9a9e859e9c90a1999ba496a7a895"
     "b4ac96c1b299d0baa0dec3abeaceb9f3d8c8f9e1d6fceae5fef2f3"},
    {"nuuk", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "05598c135c891c5e872561852d64833668823f6c824971835377855d7d8868838b73898e"
     "7d8f91879594919b9699a097a1a598a6aa97acae96b1b194b5b591b8b88ebcbb8bbfbf88"
     "c3c285c7c784cdcc83d3d385dcdb8ae5e592eeee9cf6f6a7fefeb2"},
    {"oslo", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "010101050a100a121b0d18240e1e2e0f2439112b4413324f15395b1940671c4873214f7f"
     "26578c2e5f993767a54271b24f7abb5b83c3678bc77292c97c98ca859eca8fa4c998aac9"
     "a2b0caacb7cab6becdc2c7d1ced1d7dadcdfe6e7e9f3f3f4ffffff"},
    {"tokyo", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "1a0e3427133a3317413f1c484b2350572b5863335f6d3d6676466c7d507282597686617a"
     "89697d8b717f8d78828e8084908686918d8892958a939c8c95a48e96ab9099b3929cbc95"
     "a1c599a8cf9eb2daa5c0e5aeceeeb7dcf5c1e9fac9f4fdd1fefed8"},
    {"turku", PALETTE_SEQUENTIAL, PALETTE_CRAMERI, 33, 33, 33,
     "0000000e0e0d18181620201d28282330302a39393041413549493a52513e5a5a42626246"
     "6b6a4973724d7d7b51878356928b5a9e9360ab9a66b79f6cc2a373cca579d5a780dca887"
     "e4aa8febae99f2b3a5f7bbb1fbc3bdfdccc8fed4d3ffdddcffe6e6"},
    {"berlin", PALETTE_DIVERGING, PALETTE_CRAMERI, 33, 33, 33,
     "9eb0ff8caef679abed65a7e2519fd34194c13685ad2e769a286886225a741d4c62183e50"
     "14313f11252f111a20121214190c0a210b032a0e01340f004012014c16025a1c076b2610"
     "7c331c8c402c9c4f3dac5e4fbc6d61cc7d73dd8d86ee9d9affadad"},
    {"broc", PALETTE_DIVERGING, PALETTE_CRAMERI, 33, 33, 33,
     "2c1a4c2b26582a3164293e71294b7d2e588939669549749f5a81a86c8fb27e9dbc91abc6"
     "a4bacfb7c8d9cad7e3dde5ecebeeecedeee0e7e7cededebcd4d4a9c9c995bbbb82abab70"
     "9a9a618b8b547b7b476c6c3a5d5d2d4e4e2140401632330c262600"},
    {"cork", PALETTE_DIVERGING, PALETTE_CRAMERI, 33, 33, 33,
     "2c1a4c2b25582a31632a3c6f2a497b2f568739639246719c567da6668baf7898b88aa6c2"
     "9cb4cbaec1d5c0cfded0dde5dbe5e5d7e7dccae0cdbad7bdaacead9ac49d8abb8e7ab17e"
     "6ba86f5c9d5f4e914e45843d41762e416b2241601742560c424d03"},
    {"lisbon", PALETTE_DIVERGING, PALETTE_CRAMERI, 33, 33, 33,
     "e6e5ffd0d6f2bbc6e5a5b7d990a7cc7c98c06889b35479a6426a97315b87244d751b3f62"
     "16335012283f111f2f12192117191a1e1d1729271a363320443f28524d31615b39706a43"
     "7f784c8f8758a09865b1a975c1ba87d1cb9ae0dcaff0eec3ffffd9"},
    {"roma", PALETTE_DIVERGING, PALETTE_CRAMERI, 33, 33, 33,
     "7f1900882f0791400e995115a1611ca97122b08029b89131c1a13bcab34ad4c55edcd474"
     "e1df8ae3e69ee0eaafd8ebbdcbebc9bae9d0a5e3d58edbd879cfd766c2d459b3d04fa5ca"
     "4897c5428abf3c7db93770b43264ae2d57a9274ba3223f9e1a3399"},
    {"tofino", PALETTE_DIVERGING, PALETTE_CRAMERI, 33, 33, 33,
     "ded9ffc8caf6b3bbec9eace3889dd9738dce5f7dc14d6daf3e5e9b3451872c447224395e"
     "1d2d4b172339121a290f151c0d16140f1b12122414162f191c3c1f22492528572c2f6534"
     "37733c41834550935064a45c7cb36994c076accd83c3d98fdbe69b"},
    {"vik", PALETTE_DIVERGING, PALETTE_CRAMERI, 33, 33, 33,
     "001261021f69022b710237790344810551890c5e921b6d9c2f7ca6478cb1609dbc79adc7"
     "93bdd2acccddc5dbe6dde6e9ece6e1eedacfe9cbb9e3bba4dcab8fd69c7bcf8d67c97f55"
     "c37242bd6431b3531fa5400f942f06832106741506670a07590008"},
    /* From the left to the right, the lowest row first. */
    {"bluered", PALETTE_BIVARIATE, PALETTE_STEVENS, 0, 9, 9,
     "e8e8e8e4acacc85a5ab0d5dfad9ea598535664acbe627f8c574249"},
    {"greenblue", PALETTE_BIVARIATE, PALETTE_STEVENS, 0, 9, 9,
     "e8e8e8b5c0da6c83b5b8d6be90b2b356799473ae805a91782a5a5b"},
    {"pinkblue", PALETTE_BIVARIATE, PALETTE_STEVENS, 0, 9, 9,
     "e8e8e8ace4e45ac8c8dfb0d6a5add35698b9be64ac8c62aa3b4994"},
    {"pinkgreen", PALETTE_BIVARIATE, PALETTE_STEVENS, 0, 9, 9,
     "f3f3f3c2f1ce8be2afeac5dd9ec6d37fc6b1e6a3d0bc9fce7b8eaf"},
    {"purplegold", PALETTE_BIVARIATE, PALETTE_STEVENS, 0, 9, 9,
     "e8e8e8e4d9acc8b35acbb8d7c8ada0af8e539972af976b82804d36"},
};
const size_t n_palette_entries = sizeof palette_entries / sizeof *palette_entries;
