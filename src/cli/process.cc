// The command over the process's own streams.
//
// In:   argv.   Out: an exit code.
// Idea: a stream over a file descriptor that remembers why writing failed. A reader that went away (`hegui run ... | head`) is
// no failure; a full disk is.
// Test: tests/cli/process_test.cc
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <streambuf>

#include "cli/command.h"

namespace hegui::cli {
namespace {

class DescriptorBuffer : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) { setp(buffer_.data(), buffer_.data() + buffer_.size()); }
  int error() const { return error_; }

 protected:
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }
  int sync() override {
    const char* at = pbase();
    while (at < pptr() && error_ == 0) {
      const ssize_t written = ::write(descriptor_, at, static_cast<size_t>(pptr() - at));
      if (written >= 0) {
        at += written;
      } else if (errno != EINTR) {
        error_ = errno;
      }
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return error_ == 0 ? 0 : -1;
  }

 private:
  int descriptor_;
  int error_ = 0;
  std::array<char, size_t{64} << 10> buffer_;
};

std::string locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

}  // namespace

int run_process(int argc, const char* const* argv) {
  std::signal(SIGPIPE, SIG_IGN);
  DescriptorBuffer out_buffer(STDOUT_FILENO), err_buffer(STDERR_FILENO);
  std::ostream out(&out_buffer), err(&err_buffer);
  err << std::unitbuf;
  const int code = run_command(argc, argv, {out, err, ::isatty(STDERR_FILENO) == 1, locale()});
  out.flush();
  if (out_buffer.error() != 0 && out_buffer.error() != EPIPE) {
    err << "hegui: standard output: " << std::strerror(out_buffer.error()) << "\n";
    return kMachine;
  }
  return code;
}

}  // namespace hegui::cli
