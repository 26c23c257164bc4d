// The version of the engine, as written into receipts.
#pragma once

namespace hegui {

/// "0.1.0". Two runs of one version over the same pack, records and dates give the same bytes.
const char* version();

}  // namespace hegui
