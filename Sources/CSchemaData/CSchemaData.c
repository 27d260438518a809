#include "CSchemaData.h"
