#pragma once
#include <stddef.h>

/// One file of schema/, embedded as it is.
typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t count;
} camkeep_schema_file;

/// The number of embedded files.
size_t camkeep_schema_file_count(void);

/// The embedded file at that position; a null name beyond the last.
camkeep_schema_file camkeep_schema_file_at(size_t position);

/// The policy of security basics that an audit can check; no part of the schema.
camkeep_schema_file camkeep_basics_policy(void);

/// What the second firmware of the simulated camera does differently; no part of the schema.
camkeep_schema_file camkeep_simulated_firmware(void);

/// How the second model of the simulated camera differs from the first; no part of the schema.
camkeep_schema_file camkeep_simulated_model(void);
