#include "CSchemaData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char system_json[] = {
#embed "../../../schema/system.json"
};
static const unsigned char network_json[] = {
#embed "../../../schema/network.json"
};
static const unsigned char video_json[] = {
#embed "../../../schema/video.json"
};
static const unsigned char image_json[] = {
#embed "../../../schema/image.json"
};
static const unsigned char storage_json[] = {
#embed "../../../schema/storage.json"
};
static const unsigned char event_json[] = {
#embed "../../../schema/event.json"
};
static const unsigned char enums_json[] = {
#embed "../../../schema/enums.json"
};
static const unsigned char errors_json[] = {
#embed "../../../schema/errors.json"
};

#define FILE_ENTRY(name, symbol) {name, symbol, sizeof(symbol)}
static const camkeep_schema_file files[] = {
    FILE_ENTRY("system.json", system_json),   FILE_ENTRY("network.json", network_json),
    FILE_ENTRY("video.json", video_json),     FILE_ENTRY("image.json", image_json),
    FILE_ENTRY("storage.json", storage_json), FILE_ENTRY("event.json", event_json),
    FILE_ENTRY("enums.json", enums_json),     FILE_ENTRY("errors.json", errors_json),
};

size_t camkeep_schema_file_count(void) { return sizeof(files) / sizeof(files[0]); }

camkeep_schema_file camkeep_schema_file_at(size_t position) {
    if (position >= camkeep_schema_file_count()) {
        return (camkeep_schema_file){0, 0, 0};
    }
    return files[position];
}

static const unsigned char basics_policy_json[] = {
#embed "../../../schema/policies/basics.json"
};

camkeep_schema_file camkeep_basics_policy(void) {
    return (camkeep_schema_file)FILE_ENTRY("basics", basics_policy_json);
}

static const unsigned char simulated_firmware_json[] = {
#embed "../../Simulator/SimulatedCamera/Firmware/firmware2.json"
};

camkeep_schema_file camkeep_simulated_firmware(void) {
    return (camkeep_schema_file)FILE_ENTRY("firmware2.json", simulated_firmware_json);
}

static const unsigned char simulated_model_json[] = {
#embed "../../Simulator/SimulatedCamera/Firmware/model2.json"
};

camkeep_schema_file camkeep_simulated_model(void) {
    return (camkeep_schema_file)FILE_ENTRY("model2.json", simulated_model_json);
}
