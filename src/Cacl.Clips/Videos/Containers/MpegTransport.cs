namespace Cacl.Clips;

/// <summary>MPEG transport streams (.ts): packets of 188 bytes, among them tables of what there is.</summary>
internal static class MpegTransport
{
    private const int PacketLength = 188, MostPackets = 2000;

    private const byte Mark = 0x47;

    public static (VideoFault Fault, string Cause)? WhyNot(ProbedFile file)
    {
        if (file.Head.Length < 3 * PacketLength || file.Head[0] != Mark || file.Head[PacketLength] != Mark || file.Head[2 * PacketLength] != Mark)
            return null;
        byte[] packet = new byte[PacketLength];
        int? programTable = null;
        for (int i = 0; i < MostPackets && file.Fill((long)i * PacketLength, packet) && packet[0] == Mark; i++)
        {
            int id = (packet[1] & 0x1F) << 8 | packet[2];
            if ((id != 0 && id != programTable) || !TryTable(packet, out ReadOnlySpan<byte> table))
                continue;
            if (id == programTable)
                return WhyNot(table);
            programTable = FirstProgram(table);
        }
        return null;
    }

    /// <summary>A table that begins in a packet: its content between the header of 8 bytes and the checksum of 4.</summary>
    private static bool TryTable(byte[] packet, out ReadOnlySpan<byte> table)
    {
        table = default;
        if ((packet[1] & 0x40) == 0 || (packet[3] & 0x10) == 0)
            return false;
        int at = 4 + ((packet[3] & 0x20) != 0 ? 1 + packet[4] : 0);
        if (at >= PacketLength)
            return false;
        at += 1 + packet[at];
        if (at + 8 > PacketLength)
            return false;
        int end = at + 3 + ((packet[at + 1] & 0x0F) << 8 | packet[at + 2]) - 4;
        if (end > PacketLength || end < at + 8)
            return false;
        table = packet.AsSpan(at + 8, end - at - 8);
        return true;
    }

    private static int? FirstProgram(ReadOnlySpan<byte> table)
    {
        for (; table.Length >= 4; table = table[4..])
        {
            // Number nought is the network's own.
            if ((table[0] | table[1]) != 0)
                return (table[2] & 0x1F) << 8 | table[3];
        }
        return null;
    }

    private static (VideoFault Fault, string Cause)? WhyNot(ReadOnlySpan<byte> table)
    {
        FoundStreams streams = new("an MPEG transport stream");
        if (table.Length < 4)
            return null;
        for (int at = 4 + ((table[2] & 0x0F) << 8 | table[3]); at + 5 <= table.Length; at += 5 + ((table[at + 3] & 0x0F) << 8 | table[at + 4]))
        {
            switch (table[at])
            {
                case 0x01 or 0x02 or 0x10 or 0x1B or 0x20 or 0x24 or 0x42 or 0xD1 or 0xEA: return null;
                case 0x03 or 0x04: streams.AddSound("MPEG"); break;
                case 0x0F or 0x11: streams.AddSound("AAC"); break;
                case 0x81 or 0x87: streams.AddSound("AC-3"); break;
                default: streams.AddOther($"a stream of kind {table[at]:x}h"); break;
            }
        }
        // What it calls private may be anything, so only sound and nothing else is sure.
        return streams.IsEmpty ? null : streams.WhyNot();
    }
}
