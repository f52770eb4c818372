#include "data/measurement.h"
