#pragma once

// A uniform magnetisation under fields and spin torques, and the junction that reads it.

#include <array>

#include "libmodel/scalar/math.h"

namespace hysteron {

// A field or a magnetisation.
template <class T>
struct Vector3 {
  T x, y, z;

  friend Vector3 operator+(const Vector3& a, const Vector3& b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend Vector3 operator*(const T& s, const Vector3& a) { return {s * a.x, s * a.y, s * a.z}; }
  friend T dot(const Vector3& a, const Vector3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
  friend Vector3 cross(const Vector3& a, const Vector3& b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
  }
};

// The direction of a magnetisation m: m itself where |m| = 1, never longer than 1.
template <class T>
Vector3<T> direction(const Vector3<T>& m) {
  return 2.0 / (1.0 + dot(m, m)) * m;
}

// dm/dt of a macrospin after Landau, Lifshitz, Gilbert and Slonczewski [1/s]. Gilbert's form
//
//     dm/dt = -omega u x field + alpha u x dm/dt - omega u x (u x spin)
//
// solved for dm/dt is
//
//     dm/dt = -omega / (1 + alpha^2) u x (field - alpha spin + u x (alpha field + spin)) + hold (1 - |m|^2) m
//
// with u the direction of m. `spin` is the direction that the damping-like torque pulls m towards,
// times its strength; `field` holds the field and the field-like torque; both in units of the
// anisotropy field, whose precession rate is omega. The last term moves m along itself only and
// undoes the drift of |m| that integrators add; hold is above twice the torque, so |m_i| <= 1.2
// whatever drives m.
template <class T>
Vector3<T> macrospin(const Vector3<T>& m, const Vector3<T>& field, const Vector3<T>& spin, const T& omega, const T& alpha) {
  const Vector3<T> u = direction(m);
  const T hold = named("hold", 4.0 * omega * sqrt(1.0 + dot(field, field) + dot(spin, spin)));
  const Vector3<T> torque = cross(u, field + -alpha * spin + cross(u, alpha * field + spin));
  return -(omega / (1.0 + alpha * alpha)) * torque + hold * (1.0 - dot(m, m)) * m;
}

// What the thermal field of L. Brown (PR 130 (1963) 1677) does to the direction u: kicks u x e, one for
// each axis e, of equal strength; they turn u and leave its length [1/sqrt(s)]. kt_over_e_b is the
// temperature over the barrier of the anisotropy.
template <class T>
std::array<Vector3<T>, 3> thermal_kicks(const Vector3<T>& u, const T& alpha, const T& omega, const T& kt_over_e_b) {
  const T strength = sqrt(alpha * omega / (1.0 + alpha * alpha) * kt_over_e_b);
  const T none(0.0);
  return {strength * Vector3<T>{none, u.z, -u.y}, strength * Vector3<T>{-u.z, none, u.x}, strength * Vector3<T>{u.y, -u.x, none}};
}

// The variance that they give each component [1/s]: 2 D (1 - u_i^2) where u is of length 1, with
// D = alpha omega k T / (2 e_b (1 + alpha^2)).
template <class T>
Vector3<T> wandering(const Vector3<T>& u, const T& alpha, const T& omega, const T& kt_over_e_b) {
  const T growth = alpha * omega / (1.0 + alpha * alpha) * kt_over_e_b;
  return {growth * (u.y * u.y + u.z * u.z), growth * (u.z * u.z + u.x * u.x), growth * (u.x * u.x + u.y * u.y)};
}

// Magnetoresistance at a voltage v [1]: tmr_0 at rest, half of it at v_h.
template <class T, class P>
T tunnel_magnetoresistance(const T& v, const P& p) {
  const T bent = v / p.v_h;
  return named("tmr", p.tmr_0 / (1.0 + bent * bent));
}

// Of a tunnel junction whose free layer has the component u_z along the reference layer [S].
template <class T, class P>
T junction_conductance(const T& v, const T& u_z, const P& p) {
  const T tmr = tunnel_magnetoresistance(v, p);
  return named("conductance", p.g_p * (1.0 - 0.5 * (1.0 - u_z) * (tmr / (1.0 + tmr))));
}

}  // namespace hysteron
