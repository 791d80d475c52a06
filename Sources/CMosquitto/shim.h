#pragma once
#include <mosquitto.h>
#include <mqtt_protocol.h>
// Not in Swift's Glibc: what wakes the thread that polls a connection.
#include <sys/eventfd.h>
