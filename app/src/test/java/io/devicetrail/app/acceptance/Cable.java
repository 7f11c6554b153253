package io.devicetrail.app.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** What a device is plugged in with. It is pulled below the MQTT client, which gets no chance to say a word. */
final class Cable extends SocketFactory {
    private final Socket socket = new Socket();

    @Override
    public Socket createSocket() {
        return socket;
    }

    void pull() throws IOException {
        socket.close();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }
}
