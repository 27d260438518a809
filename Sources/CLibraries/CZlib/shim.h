#pragma once
#include <zlib.h>

// inflateInit2 is a macro, which Swift does not import. Window bits 15 + 16: a gzip file and nothing else.
static inline int camkeep_inflate_init_gzip(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}

// deflateInit2 is a macro, which Swift does not import. Memory level 8 is zlib's default.
static inline int camkeep_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
