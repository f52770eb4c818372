#pragma once

// Many devices, or many cycles of one: `hysteron fit --each`.

#include "apps/commands.h"
#include "apps/fit_request.h"

namespace hysteron::apps {

/// Fits each member, rewriting the checkpoint about once a second, whole; what it already holds of the same measurements
/// and options is not fitted again. Prints the population and puts it into the file. Throws InputError where the
/// checkpoint is of other ones.
Exit fit_each(const FitRequest& asked, const data::LabFile& lab);

}  // namespace hysteron::apps
