#pragma once
#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>
// Swift's own module of the C library leaves these two out.
#include <sys/epoll.h>
#include <sys/eventfd.h>

// MHD_SIZE_UNKNOWN is a macro with a cast, which Swift does not import.
static const uint64_t camkeep_mhd_size_unknown = (uint64_t)-1LL;

// MHD_start_daemon is variadic, which Swift cannot call. The daemon gets no listening socket: connections are handed
// to it one by one. `certificate` and `key` are PEM texts, or both NULL for plain HTTP.
static inline struct MHD_Daemon *camkeep_mhd_start(
    unsigned int threads, unsigned int connectionLimit, unsigned int idleSeconds, const char *certificate,
    const char *key, MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed,
    MHD_NotifyConnectionCallback notify, void *context)
{
    unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC
        | MHD_ALLOW_SUSPEND_RESUME;
    struct MHD_OptionItem pool[] = {
        // A pool of one thread is refused: the daemon's own thread serves then.
        {threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, (intptr_t)threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem tls[] = {
        {certificate ? MHD_OPTION_HTTPS_MEM_CERT : MHD_OPTION_END, 0, (void *)certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)key},
        {MHD_OPTION_END, 0, NULL},
    };
    if (certificate)
        flags |= MHD_USE_TLS;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, handler, context, MHD_OPTION_CONNECTION_LIMIT, connectionLimit,
        MHD_OPTION_CONNECTION_TIMEOUT, idleSeconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context, MHD_OPTION_NOTIFY_CONNECTION, notify, context,
        MHD_OPTION_ARRAY, pool, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
}

// MHD_get_connection_info is variadic. -1 when the connection has no socket.
static inline int camkeep_mhd_socket(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

// MHD_get_connection_info is variadic. What the notify callback stored for this connection.
static inline void *camkeep_mhd_context(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

// accept4 is only declared under _GNU_SOURCE, which Swift's import of the C library does not set. Accepting and setting
// the flags in one call keeps the descriptor out of child processes that are started at the same moment.
extern int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
static inline int camkeep_accept(int socket)
{
    return accept4(socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// SHUT_RDWR is an anonymous enumerator and a macro at once; optimised builds do not find it.
static inline void camkeep_shut_down(int socket)
{
    (void)shutdown(socket, SHUT_RDWR);
}
