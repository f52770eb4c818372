#include "tests/sim/cvodes.h"

#include <cvodes/cvodes.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace hysteron {

namespace {

struct Context {
  SUNContext handle = nullptr;
  Context() { SUNContext_Create(nullptr, &handle); }
  ~Context() { SUNContext_Free(&handle); }
};

int rates(realtype t, N_Vector y, N_Vector out, void* rate) {
  (*static_cast<const RateFunction*>(rate))(t, N_VGetArrayPointer(y), N_VGetArrayPointer(out));
  const double* f = N_VGetArrayPointer(out);
  return std::all_of(f, f + N_VGetLength(out), [](double x) { return std::isfinite(x); }) ? 0 : 1;
}

}  // namespace

bool cvodes_advance(const RateFunction& rate, double duration, double relative, const std::vector<double>& absolute,
                    std::vector<double>& y, double longest) {
  const auto n = static_cast<sunindextype>(y.size());
  const Context context;
  const std::shared_ptr<_generic_N_Vector> state(N_VMake_Serial(n, y.data(), context.handle), N_VDestroy);
  const std::shared_ptr<_generic_N_Vector> tolerance(N_VNew_Serial(n, context.handle), N_VDestroy);
  std::copy(absolute.begin(), absolute.end(), N_VGetArrayPointer(tolerance.get()));
  const std::shared_ptr<_generic_SUNMatrix> matrix(SUNDenseMatrix(n, n, context.handle), SUNMatDestroy);
  const std::shared_ptr<_generic_SUNLinearSolver> solver(
      SUNLinSol_Dense(state.get(), matrix.get(), context.handle), SUNLinSolFree);
  const std::shared_ptr<void> cvodes(CVodeCreate(CV_BDF, context.handle), [](void* p) { CVodeFree(&p); });
  void* const c = cvodes.get();
  CVodeInit(c, rates, 0.0, state.get());
  CVodeSetUserData(c, const_cast<RateFunction*>(&rate));
  CVodeSVtolerances(c, relative, tolerance.get());
  CVodeSetLinearSolver(c, solver.get(), matrix.get());
  CVodeSetMaxNumSteps(c, 1'000'000);
  CVodeSetStabLimDet(c, SUNTRUE);  // a precession that hardly decays is outside of where BDF of high order is stable
  CVodeSetStopTime(c, duration);
  if (longest > 0.0) CVodeSetMaxStep(c, longest);
  CVodeSetErrHandlerFn(c, [](int, const char*, const char*, char*, void*) {}, nullptr);
  realtype reached = 0.0;
  return CVode(c, duration, state.get(), &reached, CV_NORMAL) >= 0;
}

}  // namespace hysteron
